internal import SmugHTTP

/// What a runtime asks of the Runtime API.
enum RuntimeCall: Hashable {
    case next
    /// With the range of the invocation's id in the head's bytes.
    case response(id: Range<Int>)
    case error(id: Range<Int>)
    case initError
    case wrongMethod(allowed: HTTPMethod)
    case unknown

    private static let prefix: StaticString = "/2018-06-01/runtime/"
    private static let invocation: StaticString = "invocation/"

    init(_ head: HTTPRequestHead) {
        self.init(head.method, head.fields.bytes, path: head.path)
    }

    init(_ method: HTTPMethod, _ bytes: [UInt8], path: Range<Int>) {
        guard bytes.starts(Self.prefix, at: path) else {
            self = .unknown
            return
        }
        let rest = path.dropFirst(Self.prefix.utf8CodeUnitCount)
        if bytes.matches("invocation/next", at: rest) {
            self = method == .get ? .next : .wrongMethod(allowed: .get)
        } else if bytes.matches("init/error", at: rest) {
            self = method == .post ? .initError : .wrongMethod(allowed: .post)
        } else if bytes.starts(Self.invocation, at: rest) {
            self = Self.answer(
                method, bytes, rest.dropFirst(Self.invocation.utf8CodeUnitCount))
        } else {
            self = .unknown
        }
    }

    private static func answer(_ method: HTTPMethod, _ bytes: [UInt8], _ rest: Range<Int>)
        -> RuntimeCall
    {
        guard let slash = bytes[rest].firstIndex(of: UInt8(ascii: "/")) else { return .unknown }
        let id = rest.lowerBound..<slash
        let verb = slash + 1..<rest.upperBound
        let isResponse = bytes.matches("response", at: verb)
        guard isResponse || bytes.matches("error", at: verb) else { return .unknown }
        guard method == .post else { return .wrongMethod(allowed: .post) }
        return isResponse ? .response(id: id) : .error(id: id)
    }
}
