@testable import SmugAWS
@testable import SmugGateway
@testable import SmugHTTP
@testable import SmugLocal
@testable import SmugLoop
@testable import SmugProtocol
@testable import SmugTelemetry

/// Names, addresses and encodings.
enum TextFuzz {
    static func queries(_ input: [UInt8]) {
        var count = 0
        for pair in QueryString(input[...]) { count += pair.key.count + pair.value.count }
        precondition(count <= input.count, "a query became longer")
        for keeping in [PercentEncoding.Keeping.unreserved, .path] {
            let encoded = PercentEncoding.encode(input[...], keeping: keeping)
            precondition(PercentEncoding.decode(encoded[...]) == input, "not what was encoded")
        }
        if let decoded = PercentEncoding.decode(input[...]) {
            precondition(decoded.count <= input.count, "a text became longer")
        }
    }

    static func base64(_ input: [UInt8]) {
        var text: [UInt8] = []
        Base64.append(input.span, to: &text)
        precondition(text.count == Base64.encodedCount(of: input.count), "another length")
        precondition(Base64.decode(text.span) == input, "not what was encoded")
        guard let decoded = Base64.decode(input.span) else { return }
        var again: [UInt8] = []
        Base64.append(decoded.span, to: &again)
        let padding = UInt8(ascii: "=")
        precondition(
            again.filter { $0 != padding } == input.filter { $0 != padding }, "two texts for one")
    }

    static func addresses(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        if let url = try? EndpointURL(text) {
            precondition((try? EndpointURL(url.description)) == url, "an address is not its own")
        }
        if let address = try? ListenAddress(parsing: text) {
            let again = try? ListenAddress(parsing: address.description)
            precondition(again == address, "an address is not its own")
        }
        _ = try? ConfigurationLocation(parsing: text)
        _ = (IPAddress.isIPv4(text), IPAddress.isIPv6(text), SocketAddress(host: text, port: 1))
        _ = HostValue.isValid(input, 0..<input.count)
    }

    static func functions(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        if let function = try? FunctionIdentifier(text) {
            let path = function.invokePath.utf8
            precondition(path.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a path that is none")
            let again = try? FunctionIdentifier(function.description)
            precondition(again == function, "a name is not its own")
        }
        let whole = 0..<input.count
        _ = InvokeTarget.nameRange(input, path: whole)
        _ = InvokeTarget.streamNameRange(input, path: whole)
        _ = RuntimeCall(.post, input, path: whole)
    }

    static func words(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        _ = try? CommandWords.split(text)
        if let date = AmazonDate(timestamp: input) {
            precondition(date.timestamp == input, "a date is not its own")
        }
        _ = AmazonDate(rfc3339: text)
    }

    /// What is looked for in a head after it is parsed: signatures and traces.
    static func heads(_ input: [UInt8]) {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head)? = try? parser.next(input.span, &offset) else { return }
        if let range = ForeignTrace.id(in: head.fields) {
            precondition(head.fields.bytes[range].count >= 32, "a trace without an id")
        }
        let accept = head.fields.first("accept").map { head.fields.bytes[$0] } ?? []
        _ = MetricFormat(accept: String(decoding: accept, as: UTF8.self))
        var verifier = SignatureVerifier(service: "lambda", region: nil) { key in
            Credentials(accessKeyID: key, secretAccessKey: "secret", sessionToken: nil)
        }
        let bytes = head.fields.bytes
        let name = try? verifier.verify(
            method: head.method, path: bytes[head.path], query: head.query.map { bytes[$0] } ?? [],
            fields: head.fields, payload: .unsigned, at: 1_700_000_000)
        precondition(name == nil, "a signature that nobody has made")
    }
}
