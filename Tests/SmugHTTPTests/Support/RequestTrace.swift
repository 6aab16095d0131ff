import SmugHTTP

/// All that a parser said about some bytes, with the seams between body ranges taken out.
struct RequestTrace: Hashable, CustomStringConvertible {
    struct Message: Hashable {
        var line: String
        var fields: [String]
        var facts: String
        var body: [UInt8] = []
        var isComplete = false
    }

    var messages: [Message] = []
    var error: HTTPParseError.Code?

    /// Feeds the pieces to a new parser.
    init(_ pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits()) {
        var parser = HTTPRequestParser(limits: limits)
        do throws(HTTPParseError) {
            for piece in pieces { try feed(piece, to: &parser) }
        } catch {
            self.error = error.code
        }
    }

    init(_ text: String, limits: HTTPLimits = HTTPLimits()) {
        self.init([Array(text.utf8)], limits: limits)
    }

    /// The different traces of all ways to cut the bytes; one, if the parser is right.
    static func ofEveryWay(_ bytes: [UInt8], limits: HTTPLimits = HTTPLimits()) -> Set<Self> {
        Set(Pieces.everyWay(bytes).map { RequestTrace($0, limits: limits) })
    }

    private mutating func feed(_ piece: [UInt8], to parser: inout HTTPRequestParser)
        throws(HTTPParseError)
    {
        var offset = 0
        while true {
            switch try parser.next(piece.span, &offset) {
            case .needMore: return
            case .head(let head): messages.append(Message(head))
            case .body(let range): messages[messages.count - 1].body += piece[range]
            case .end: messages[messages.count - 1].isComplete = true
            }
        }
    }

    var description: String {
        let parts = messages.map { message in
            "\(message.line) \(message.fields) \(message.facts) "
                + "\(String(decoding: message.body, as: UTF8.self).debugDescription) "
                + (message.isComplete ? "complete" : "open")
        }
        return (parts + (error.map { ["error: \($0)"] } ?? [])).joined(separator: "\n")
    }
}

extension RequestTrace.Message {
    init(_ head: HTTPRequestHead) {
        let text = head.fields.string
        let query = head.query.map { "?" + text($0) } ?? ""
        line = "\(head.method) \(text(head.target)) = \(text(head.path))\(query) \(head.version)"
        fields = head.fields.pairs.map { "\($0.name)=\($0.value)" }
        facts = "\(head.framing)"
        if let authority = head.authority { facts += " at \(text(authority))" }
        if !head.keepAlive { facts += " close" }
        if head.expectsContinue { facts += " expects" }
    }
}
