import SmugJSON
import SmugProtocol
import Testing

@Suite struct BatchEnvelopeTests {
    private let envelope = BatchEnvelope(route: "/hello/{id}")

    @Test func `items stand between prefix and suffix as they are`() {
        let payload = envelope.envelope(
            of: [Array("{\"a\":1}".utf8), Array("{}".utf8)], receivedAtMs: 1_700_000_000_123)
        let expected =
            #"{"v":1,"meta":{"gateway":"simple-multiplexer-gateway","route":"/hello/{id}","#
            + #""receivedAtMs":1700000000123},"batch":[{"a":1},{}]}"#
        #expect(String(decoding: payload, as: UTF8.self) == expected)
    }

    @Test(arguments: [0, 1, 2, 17], [0, 9, 10, 1_700_000_000_000, -5, .max, .min] as [Int64])
    func `the size is known before`(count: Int, receivedAtMs: Int64) throws {
        let items = (0..<count).map { Array("{\"n\":\($0)}".utf8) }
        let itemBytes = items.reduce(0) { $0 + $1.count }
        let payload = envelope.envelope(of: items, receivedAtMs: receivedAtMs)
        let size = envelope.size(itemBytes: itemBytes, items: count, receivedAtMs: receivedAtMs)
        #expect(payload.count == size)
        #expect(size <= envelope.maxOverhead + itemBytes + max(count - 1, 0))
        #expect(throws: Never.self) { try JSONValue(parsing: payload) }
    }

    @Test func `a slice of a batch can be enveloped`() {
        let items = (0..<5).map { Array("\($0)".utf8) }
        let payload = envelope.envelope(of: Array(items[2..<4]), receivedAtMs: 0)
        #expect(String(decoding: payload, as: UTF8.self).hasSuffix("\"batch\":[2,3]}"))
    }

    @Test func `a route is escaped`() throws {
        let payload = BatchEnvelope(route: "/\"{a}").envelope(of: [], receivedAtMs: 0)
        #expect(try JSONValue(parsing: payload)["meta"]?["route"] == "/\"{a}")
    }

    @Test func `an item fits when it does alone`() {
        let limit = envelope.maxOverhead + 10
        #expect(envelope.fits(itemBytes: 10, maxBytes: limit))
        #expect(!envelope.fits(itemBytes: 11, maxBytes: limit))
        #expect(!envelope.fits(itemBytes: 0, maxBytes: 1))
    }
}
