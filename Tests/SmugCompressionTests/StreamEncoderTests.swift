import SmugCompression
import TestSupport
import Testing

/// What is compressed is read again by the libraries' other halves.
@Suite struct StreamEncoderTests {
    struct Body: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    private static func noise(_ count: Int) -> [UInt8] {
        var random = SplitMix64(seed: 7)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private static func text(_ count: Int) -> [UInt8] {
        Array(Array((0..<count / 4).map { "\"\($0 % 977)\"," }.joined().utf8).prefix(count))
    }

    static let bodies = [
        Body(name: "nothing", bytes: []), Body(name: "a byte", bytes: [0]),
        Body(name: "text", bytes: text(5000)), Body(name: "a piece", bytes: noise(16_384)),
        Body(name: "noise", bytes: noise(300_000)), Body(name: "much", bytes: text(3_000_000)),
    ]

    @Test(arguments: ContentCoding.allCases, bodies)
    func `a whole body is the same again`(coding: ContentCoding, body: Body) throws {
        let encoded = try coding.encode(body.bytes)
        let (decoded, isWhole) = try Decoder.decode(encoded, coding)
        #expect(decoded == body.bytes)
        #expect(isWhole)
        if body.name == "much" { #expect(encoded.count < body.bytes.count / 3) }
    }

    @Test(arguments: ContentCoding.allCases, 0..<20 as Range<UInt64>)
    func `a body in parts is the same again, and after each flush all of it is there`(
        coding: ContentCoding, seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let encoder = try StreamEncoder(coding)
        var body: [UInt8] = []
        var sent: [UInt8] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let count = Int.random(in: 0...40_000, using: &random)
            let part = Bool.random(using: &random) ? Self.text(count) : Self.noise(count)
            body += part
            let flushes = Bool.random(using: &random)
            sent += try encoder.encode(part, flushes ? .all : .none)
            if flushes {
                let (decoded, isWhole) = try Decoder.decode(sent, coding)
                #expect(decoded == body)
                #expect(!isWhole, "a cut is seen")
            }
        }
        sent += try encoder.encode([], .end)
        let (decoded, isWhole) = try Decoder.decode(sent, coding)
        #expect(decoded == body)
        #expect(isWhole)
    }

    @Test(arguments: ContentCoding.allCases)
    func `a flush of nothing and one after another are no error`(coding: ContentCoding) throws {
        let encoder = try StreamEncoder(coding)
        var sent = try encoder.encode([], .all)
        sent += try encoder.encode([], .all)
        sent += try encoder.encode([1, 2, 3], .all)
        sent += try encoder.encode([], .all)
        sent += try encoder.encode([4], .end)
        #expect(try Decoder.decode(sent, coding).body == [1, 2, 3, 4])
    }

    @Test func `after its end a body of gzip takes no more, and nothing traps`() throws {
        let encoder = try StreamEncoder(.gzip)
        _ = try encoder.encode([1], .end)
        #expect(throws: CompressionError.self) { try encoder.encode([1], .end) }
    }
}
