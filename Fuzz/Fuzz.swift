import SmugAWS
import SmugGateway
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugProtocol

/// libFuzzer's own loop, with a function of ours instead of a symbol that it looks for.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What libFuzzer's own `main` would call: it is linked, and must find it.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzz.parse([UInt8](UnsafeBufferPointer(start: data, count: count)))
    return 0
}

/// Feeds the parsers what libFuzzer thinks of.
///
/// The first byte picks the parser, so that one corpus serves all. A parser may refuse what it is
/// given; it must not trap, and what must hold for every input is checked here.
@main
enum Fuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = unsafe CommandLine.unsafeArgv
        unsafe _ = runFuzzer(&count, &arguments, fuzz)
    }

    static func parse(_ data: [UInt8]) {
        guard let first = data.first else { return }
        let input = Array(data.dropFirst())
        switch first % 11 {
        case 0: json(input)
        case 1: requests(input)
        case 2: responses(input)
        case 3: records(input)
        case 5: events(input)
        case 6: plainAnswers(input)
        case 7: xml(input)
        case 8: proxyHeaders(input)
        case 9: forwarding(input)
        case 10: policies(input)
        default: manifest(input)
        }
    }

    /// What is read and written again is read as the same.
    static func json(_ input: [UInt8]) {
        guard let value = try? JSONValue(parsing: input) else { return }
        let again = try? JSONValue(parsing: value.serialized())
        precondition(again == value, "a value does not survive being written")
    }

    /// Requests do not depend on how their bytes are split.
    static func requests(_ input: [UInt8]) {
        precondition(
            events(input, step: .max) == events(input, step: 1), "the split shows in the requests")
    }

    private static func events(_ input: [UInt8], step: Int) -> [String] {
        var parser = HTTPRequestParser()
        var seen: [String] = []
        var body: [UInt8] = []
        var start = 0
        while start < input.count {
            let end = start + min(step, input.count - start)
            let piece = Array(input[start..<end])
            start = end
            var offset = 0
            do throws(HTTPParseError) {
                reading: while true {
                    switch try parser.next(piece.span, &offset) {
                    case .needMore: break reading
                    case .head(let head):
                        seen.append("\(head.method) \(head.fields.pairs) \(head.framing)")
                    case .body(let range): body += piece[range]
                    case .end:
                        seen.append("end after \(body)")
                        body = []
                    }
                }
            } catch {
                return seen + ["\(error.code)"]
            }
        }
        return seen
    }

    static func responses(_ input: [UInt8]) {
        var parser = HTTPResponseParser(requestMethod: .get)
        var offset = 0
        while true {
            guard let event = try? parser.next(input.span, &offset) else { return }
            if case .needMore = event { break }
            if case .end = event { break }
        }
        _ = try? parser.finish()
    }

    /// No record is lost to the one behind it.
    static func records(_ input: [UInt8]) {
        guard case .batch(var decoder)? = try? BatchResponse(input, batchSize: 2) else { return }
        while (try? decoder.next()) != nil {}
    }

    private static let shapes: [EventShape] = [
        .httpAPI, .restAPI, .loadBalancer(multiValue: false), .loadBalancer(multiValue: true),
        .functionURL,
    ]

    /// Whatever a request holds, its event is JSON.
    static func events(_ input: [UInt8]) {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head)? = try? parser.next(input.span, &offset) else { return }
        let body = Array(input[min(offset, input.count)...])
        for shape in shapes {
            let writer = ProxyEventWriter(
                routeKey: "ANY /{rest+}", parameters: ["rest"], format: EventFormat(shape))
            let request = ProxyRequest(
                head: head, pathParameters: [head.path], body: body, requestID: Array("r".utf8),
                origin: RequestOrigin(peer: Array("192.0.2.1".utf8)), arrivalMs: 0)
            let event = try? JSONValue(parsing: writer.event(for: request))
            precondition(event != nil, "an event is not JSON")
        }
    }

    static func plainAnswers(_ input: [UInt8]) {
        for shape in shapes {
            _ = PlainAnswer.outcome(of: input, shape: shape)
            var stream = PlainStream(maxPreludeBytes: 100, shape: shape)
            stream.append(input[...])
            stream.finish()
            while stream.next() != nil {}
            precondition(stream.unfinished.isEmpty, "a stream leaves its request unanswered")
        }
    }

    /// What S3 and STS answer.
    static func xml(_ input: [UInt8]) {
        _ = try? XMLElement(parsing: input)
    }

    /// What a proxy's header says does not depend on how its bytes are split.
    static func proxyHeaders(_ input: [UInt8]) {
        precondition(
            source(input, step: .max) == source(input, step: 1), "the split shows in the source")
    }

    private static func source(_ input: [UInt8], step: Int) -> String {
        var header = ProxyHeader()
        var start = 0
        while start < input.count {
            let piece = Array(input[start..<start + min(step, input.count - start)])
            var offset = 0
            do throws(ProxyHeader.Refusal) {
                let progress = try header.next(piece.span, &offset)
                if case .done(let source) = progress { return "\(source) \(start + offset)" }
            } catch {
                return "\(error)"
            }
            start += piece.count
        }
        return "unfinished"
    }

    /// Whatever a request says of its way, the client is an address.
    static func forwarding(_ input: [UInt8]) {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head)? = try? parser.next(input.span, &offset) else { return }
        for header in [TrustedProxies.Header.forwardedFor, .forwarded] {
            let origin = TrustedProxies(hops: 2, header: header)
                .origin(of: head, peer: Array("192.0.2.1".utf8), isSecure: false)
            precondition(
                SocketAddress(numeric: origin.client.span, port: 0) != nil, "no address")
        }
    }

    static func manifest(_ input: [UInt8]) {
        _ = try? Manifest(parsing: input, file: "fuzz.yaml")
    }
}
