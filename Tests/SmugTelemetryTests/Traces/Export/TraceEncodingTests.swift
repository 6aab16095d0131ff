import SmugHTTP
import SmugJSON
import Testing

@testable import SmugTelemetry

@Suite struct TraceEncodingTests {
    private static func context(_ span: UInt64, isSampled: Bool = true) throws -> SpanContext {
        SpanContext(
            traceID: try #require(TraceID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)),
            spanID: try #require(SpanID(span)), isSampled: isSampled,
            state: TraceState(HTTPFields([("tracestate", "a=1")])))
    }

    private static func span() throws -> TraceSpan {
        var span = TraceSpan(
            .server, named: Array("GET /".utf8), context: try context(0x11),
            parent: SpanID(0x12), startNanoseconds: 1, duration: 2)
        span.attributes.add("a", "b" as StaticString)
        span.attributes.add("n", Int64(-1))
        span.attributes.add("d", 1.5)
        span.links = [TraceSpan.Link(try context(0x13, isSampled: false))]
        span.droppedLinks = 1
        span.status = .error("no")
        return span
    }

    @Test func `a span in Protocol Buffers, byte for byte`() throws {
        let id: [UInt8] = Array(1...16)
        func spanID(_ last: UInt8) -> [UInt8] { [0, 0, 0, 0, 0, 0, 0, last] }
        let state: [UInt8] = [0x1A, 3] + Array("a=1".utf8)
        let link = [0x0A, 16] + id + [0x12, 8] + spanID(0x13) + state + [0x35, 0, 0, 0, 0]
        var wanted: [UInt8] = [0x0A, 16] + id + [0x12, 8] + spanID(0x11) + state
        wanted += [0x22, 8] + spanID(0x12) + [0x2A, 5] + Array("GET /".utf8) + [0x30, 2]
        wanted += [0x39, 1, 0, 0, 0, 0, 0, 0, 0, 0x41, 3, 0, 0, 0, 0, 0, 0, 0]
        wanted += [0x4A, 8, 0x0A, 1, 0x61, 0x12, 3, 0x0A, 1, 0x62]
        wanted += [0x4A, 16, 0x0A, 1, 0x6E, 0x12, 11, 0x18] + [UInt8](repeating: 0xFF, count: 9)
        wanted += [1, 0x4A, 14, 0x0A, 1, 0x64, 0x12, 9, 0x21, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F]
        wanted += [0x6A, UInt8(link.count)] + link + [0x70, 1]
        wanted += [0x7A, 6, 0x12, 2] + Array("no".utf8) + [0x18, 2, 0x85, 1, 1, 0, 0, 0]
        let bytes = TraceEncoding.protobuf.encode(try Self.span())
        // A field of `ScopeSpans`, whose length takes two bytes.
        #expect(bytes.prefix(1) == [0x12])
        #expect(Array(bytes.dropFirst(3)) == wanted)
    }

    @Test func `the same in JSON: ids in digits, numbers of 64 bits as strings`() throws {
        let json = try JSONValue(parsing: TraceEncoding.json.encode(try Self.span()))
        let trace: JSONValue = "0102030405060708090a0b0c0d0e0f10"
        let wanted: JSONValue = [
            "traceId": trace, "spanId": "0000000000000011", "traceState": "a=1", "flags": 1,
            "parentSpanId": "0000000000000012", "name": "GET /", "kind": 2,
            "startTimeUnixNano": "1", "endTimeUnixNano": "3",
            "attributes": [
                ["key": "a", "value": ["stringValue": "b"]],
                ["key": "n", "value": ["intValue": "-1"]],
                ["key": "d", "value": ["doubleValue": 1.5]],
            ],
            "links": [
                ["traceId": trace, "spanId": "0000000000000013", "traceState": "a=1", "flags": 0]
            ], "droppedLinksCount": 1, "status": ["message": "no", "code": 2],
        ]
        #expect(json == wanted)
    }

    @Test func `a request holds its spans, whatever their number`() throws {
        var resource = TraceResource()
        resource.set("service.name", "old")
        resource.set("service.name", "a")
        let span = TraceEncoding.json.encode(try Self.span())
        for count in [0, 1, 3] {
            let spans = Array(repeating: span, count: count)
            let json = try JSONValue(
                parsing: TraceEncoding.json.request(spans, from: resource, version: "1"))
            let only = json.object?["resourceSpans"]?.array?.first?.object
            #expect(only?["resource"]?.object?["attributes"]?.array?.count == 1)
            let scope = only?["scopeSpans"]?.array?.first?.object
            #expect(scope?["spans"]?.array?.count == count)
        }
    }

    @Test func `texts are cut at their limit and are UTF-8 whatever they were`() {
        var attributes = TraceSpan.Attributes()
        let most = TraceSpan.Attributes.maxTextBytes
        attributes.add("at", String(repeating: "x", count: most))
        attributes.add("above", String(repeating: "x", count: most + 1))
        attributes.add("spoilt", [0x61, 0xFF][...])
        attributes.add("within", (String(repeating: "x", count: most - 1) + "é"))
        let texts = attributes.list.map { attribute -> [UInt8] in
            if case .text(let text) = attribute.value { text } else { [] }
        }
        #expect(texts[0].count == most && texts[1] == texts[0])
        #expect(texts[2] == Array("a\u{FFFD}".utf8))
        #expect(String(validating: texts[3], as: UTF8.self) != nil)
    }

    @Test func `a length of many bytes stands before its message`() {
        for count in [0, 1, 127, 128, 16_383, 16_384] {
            var writer = ProtobufWriter()
            writer.message(1) { $0.bytes(2, [UInt8](repeating: 7, count: count)) }
            var reader = ProtobufReader(writer.bytes[...])
            guard let (field, value) = reader.next(), case .bytes(let inner) = value else {
                Issue.record("no field for \(count)")
                continue
            }
            #expect(field == 1 && reader.next() == nil && reader.isValid)
            var content = ProtobufReader(inner)
            #expect(content.next()?.value == .bytes([UInt8](repeating: 7, count: count)[...]))
        }
    }
}
