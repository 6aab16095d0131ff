import SmugNet
import Testing

@testable import SmugHTTP2

@Suite struct RequestWindowTests {
    /// A handler that wants up to so much of a body, at once or as it comes.
    private static func need(upTo limit: Int, isWhole: Bool) -> BodyNeed {
        var need = BodyNeed(timeout: .seconds(1))
        need.asked(upTo: limit, isWhole: isWhole)
        return need
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let limit: Int
        var isWhole = true
        let size: Int?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "a small body", limit: 1000, size: nil),
        Row(name: "any part of a large one", limit: 1_000_000, isWhole: false, size: nil),
        Row(
            name: "a large one, whole", limit: HTTP2Limits.streamWindowBytes,
            size: HTTP2Limits.streamWindowBytes + 1),
        Row(name: "the largest", limit: .max, size: HTTP2Limits.maxStreamWindowBytes),
    ])
    func `it is as wide as what is wanted together, up to a limit`(row: Row) {
        var window = RequestWindow()
        let need = Self.need(upTo: row.limit, isWhole: row.isWhole)
        #expect(window.widen(for: need) == row.size)
        #expect(window.widen(for: need) == nil, "told once")
    }

    @Test func `it opens as long as no more can be held than may`() {
        var window = RequestWindow()
        let need = Self.need(upTo: 3 * HTTP2Limits.streamWindowBytes, isWhole: true)
        let most = need.maxHeldBytes - HTTP2Limits.streamWindowBytes
        window.came(10)
        #expect(window.take(holding: most + 1, for: need) == 0)
        window.came(5)
        #expect(window.take(holding: most, for: need) == 15)
        #expect(window.take(holding: 0, for: need) == 0, "once")
    }
}
