@testable import SmugHTTP
@testable import SmugJSON
@testable import SmugLambda
@testable import SmugProtocol

/// What functions are sent, on both sides.
enum EventFuzz {
    /// Whatever a request holds, its event is JSON, and the functions' side reads what was sent.
    static func written(_ input: [UInt8]) {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head)? = try? parser.next(input.span, &offset) else { return }
        let body = Array(input[min(offset, input.count)...])
        for shape in AnswerFuzz.shapes {
            let writer = ProxyEventWriter(
                routeKey: "ANY /{rest+}", parameters: ["rest"], format: EventFormat(shape))
            let request = ProxyRequest(
                head: head, pathParameters: [head.path], body: body, requestID: Array("r".utf8),
                origin: RequestOrigin(peer: Array("192.0.2.1".utf8)), arrivalMs: 0)
            let event = writer.event(for: request)
            precondition((try? JSONValue(parsing: event)) != nil, "an event is not JSON")
            guard shape == .httpAPI else { continue }
            guard let read = try? HTTPEvent(event) else {
                preconditionFailure("an event of ours cannot be read")
            }
            precondition(read.body == body, "another body is read than was sent")
            precondition(read.requestID == "r", "another id is read than was sent")
            // What no URL may hold is escaped for the function.
            let path = String(decoding: head.fields.bytes[head.path], as: UTF8.self)
            precondition(
                PercentEncoding.decode(Array(read.path.utf8)[...])
                    == PercentEncoding.decode(Array(path.utf8)[...]),
                "another path is read than was sent")
        }
    }

    static func read(_ input: [UInt8]) {
        guard let event = try? HTTPEvent(input) else { return }
        look(event)
    }

    private static func look(_ event: HTTPEvent) {
        for values in [event.query, event.headers, event.pathParameters] {
            for (name, _) in values {
                precondition(values[name] != nil, "a name without its value")
            }
        }
        _ = (
            event.method, event.path, event.cookies, event.bodyText, event.sourceIP, event.routeKey
        )
    }

    /// The items of a batch lie in it, one behind the other, and are objects.
    static func batches(_ input: [UInt8]) {
        guard let batch = try? BatchRequest(input) else { return }
        var end = 0
        for item in batch.items {
            precondition(item.range.lowerBound >= end, "items overlap")
            end = item.range.upperBound
            precondition(end <= input.count, "an item is outside of its batch")
            let value = try? JSONValue(parsing: Array(input[item.range]))
            precondition(value != nil, "an item is not JSON")
            if let event = try? HTTPEvent(input, in: item.range) { look(event) }
        }
    }
}
