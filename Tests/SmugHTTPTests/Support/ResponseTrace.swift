import SmugHTTP

/// All that the client's parser said about some bytes and the close after them.
struct ResponseTrace: Hashable, CustomStringConvertible {
    var head: String?
    var body: [UInt8] = []
    var isComplete = false
    var leftOver = 0
    var error: HTTPParseError.Code?

    init(
        _ pieces: [[UInt8]], to method: HTTPMethod = .get, limits: HTTPLimits = HTTPLimits(),
        closes: Bool = true
    ) {
        var parser = HTTPResponseParser(requestMethod: method, limits: limits)
        do throws(HTTPParseError) {
            for piece in pieces { try feed(piece, to: &parser) }
            if closes, try parser.finish() { isComplete = true }
        } catch {
            self.error = error.code
        }
    }

    init(_ text: String, to method: HTTPMethod = .get, closes: Bool = true) {
        self.init([Array(text.utf8)], to: method, closes: closes)
    }

    static func ofEveryWay(
        _ bytes: [UInt8], to method: HTTPMethod = .get, limits: HTTPLimits = HTTPLimits(),
        closes: Bool = true
    ) -> Set<Self> {
        Set(
            Pieces.everyWay(bytes).map {
                ResponseTrace($0, to: method, limits: limits, closes: closes)
            })
    }

    private mutating func feed(_ piece: [UInt8], to parser: inout HTTPResponseParser)
        throws(HTTPParseError)
    {
        var offset = 0
        while true {
            switch try parser.next(piece.span, &offset) {
            case .needMore:
                leftOver += piece.count - offset
                return
            case .head(let head):
                let fields = head.fields.pairs.map { "\($0.name)=\($0.value)" }
                self.head =
                    "\(head.version) \(head.status.code) \(head.fields.string(head.reason)) "
                    + "\(fields) \(head.framing)\(head.keepAlive ? "" : " close")"
            case .body(let range): body += piece[range]
            case .end: isComplete = true
            }
        }
    }

    var description: String {
        let text = String(decoding: body, as: UTF8.self).debugDescription
        return "\(head ?? "no head") \(text) \(isComplete ? "complete" : "open")"
            + (leftOver > 0 ? " and \(leftOver) more" : "") + (error.map { " error: \($0)" } ?? "")
    }
}
