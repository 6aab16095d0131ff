/// An answer on its way to CloudFormation: what to `PUT` over https, and where to.
///
/// The address is signed for exactly this: any `content-type` but an empty one is refused.
public struct CloudFormationUpload: Equatable, Sendable {
    /// Sends an upload and returns the status of the answer.
    public typealias Transport = @Sendable (CloudFormationUpload) async throws -> Int

    /// The most that CloudFormation takes of an answer.
    public static let maxBytes = 4096
    /// The most that it takes of a physical id.
    public static let maxNameBytes = 1024

    /// The host to connect to, at port 443 where it names none.
    public let host: String
    /// What follows `PUT` in the request line: path and query.
    public let target: String
    /// The fields of the request beside `host`.
    public let headers: [(name: String, value: String)]
    /// JSON.
    public let body: [UInt8]

    /// The upload of an answer to the address that the request has named.
    ///
    /// - Throws: ``EventContentError`` where the address is not https, ``TooLarge`` where the answer
    ///   is. A reason that is too long is cut.
    public init(_ answer: CloudFormationResponse, to url: String) throws {
        let scheme = "https://"
        guard url.lowercased().hasPrefix(scheme), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw EventContentError.missing(member: "ResponseURL with https") }
        let rest = url.dropFirst(scheme.count)
        host = String(rest.prefix { $0 != "/" && $0 != "?" })
        let target = String(rest.dropFirst(host.count))
        self.target = target.hasPrefix("/") ? target : "/" + target
        body = try Self.body(of: answer)
        headers = [("content-type", ""), ("content-length", String(body.count))]
    }

    private static func body(of answer: CloudFormationResponse) throws -> [UInt8] {
        let body = try EventCoding.encode(answer)
        if body.count <= maxBytes { return body }
        guard let reason = answer.reason, reason.count > 1 else {
            throw TooLarge(bytes: body.count)
        }
        var shorter = answer
        shorter.reason = String(reason.prefix(reason.count / 2)) + "…"
        return try Self.body(of: reason.count > 3 ? shorter : answer.withoutReason)
    }

    /// Sends it, and expects a status of 2xx.
    public func send(over put: Transport) async throws {
        let status = try await put(self)
        guard (200..<300).contains(status) else { throw Refused(status: status) }
    }

    /// CloudFormation's storage did not take an answer.
    public struct Refused: Error, Equatable, Sendable, CustomStringConvertible {
        /// The status of its answer.
        public let status: Int

        /// For senders and tests of one's own.
        public init(status: Int) { self.status = status }

        /// What happened, for a person.
        public var description: String { "the answer was refused with status \(status)" }
    }

    /// An answer that CloudFormation would not take.
    public struct TooLarge: Error, Hashable, Sendable, CustomStringConvertible {
        /// How long it is.
        public let bytes: Int

        /// What is wrong, for a person.
        public var description: String {
            "the answer has \(bytes) bytes, more than the \(maxBytes) that CloudFormation takes"
        }
    }

    /// Whether both send the same.
    public static func == (first: Self, second: Self) -> Bool {
        first.host == second.host && first.target == second.target && first.body == second.body
            && first.headers.elementsEqual(second.headers, by: ==)
    }
}

extension CloudFormationResponse {
    fileprivate var withoutReason: Self {
        var copy = self
        copy.reason = nil
        return copy
    }
}
