import SmugHTTP
import Testing

/// A message that must be refused, and under which rule.
struct Refusal: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let code: HTTPParseError.Code

    init(_ name: String, _ text: String, _ code: HTTPParseError.Code) {
        self.name = name
        self.text = text
        self.code = code
    }

    /// A request line before an ordinary field.
    static func line(_ name: String, _ line: String, _ code: HTTPParseError.Code) -> Refusal {
        Refusal(name, "\(line)\r\nHost: a\r\n\r\n", code)
    }

    /// Fields, each with its line end, between an ordinary request line and the empty line.
    static func fields(_ name: String, _ fields: String, _ code: HTTPParseError.Code) -> Refusal {
        Refusal(name, "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", code)
    }

    /// A chunked body after an ordinary head.
    static func chunks(_ name: String, _ body: String, _ code: HTTPParseError.Code) -> Refusal {
        Refusal(
            name, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)", code)
    }

    var testDescription: String { name }

    /// The same refusal comes however the bytes are cut, and whatever comes after them.
    func check(
        limits: HTTPLimits = HTTPLimits(), sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let bytes = Array(text.utf8)
        let traces = RequestTrace.ofEveryWay(bytes, limits: limits)
        #expect(traces.map(\.error) == [code], sourceLocation: sourceLocation)
        let longer = RequestTrace([bytes + Array("xyz".utf8)], limits: limits)
        #expect(longer == traces.first, sourceLocation: sourceLocation)
    }
}
