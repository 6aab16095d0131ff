import SmugHTTP
import SmugJSON
import SmugProtocol

/// A request as it comes off a connection, for tests that write events.
struct ParsedRequest {
    let head: HTTPRequestHead

    /// Parses a head given as lines; the empty line at its end is added.
    init(_ lines: String...) throws {
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        try self.init(bytes: bytes)
    }

    init(bytes: [UInt8]) throws {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head) = try parser.next(bytes.span, &offset) else {
            throw Incomplete()
        }
        self.head = head
    }

    struct Incomplete: Error {}

    /// The request as its route's writer takes it.
    func request(
        parameters: [String] = [], body: [UInt8] = [], sourceIP: String = "192.0.2.7",
        origin: RequestOrigin? = nil,
        arrivalMs: Int64 = 1_583_348_638_390, injecting fields: [(String, String)] = []
    ) -> ProxyRequest {
        ProxyRequest(
            head: head, pathParameters: parameters.compactMap(range), body: body,
            requestID: Array("r-1".utf8),
            origin: origin ?? RequestOrigin(peer: Array(sourceIP.utf8)),
            arrivalMs: arrivalMs,
            injectedFields: HTTPFields(fields))
    }

    /// Where the text stands in the path.
    private func range(of text: String) -> Range<Int>? {
        let bytes = head.fields.bytes
        let text = Array(text.utf8)
        return head.path.first { bytes[$0..<head.path.upperBound].starts(with: text) }
            .map { $0..<$0 + text.count }
    }
}

extension ProxyEventWriter {
    /// The event as a tree.
    func tree(of request: ProxyRequest) throws -> JSONValue {
        try JSONValue(parsing: event(for: request))
    }
}
