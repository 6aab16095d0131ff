import SmugHTTP
import Testing
import TestSupport

@testable import SmugAWS

/// Vectors made with Python's `struct` and `binascii.crc32`.
@Suite struct EventStreamDecoderTests {
    static let empty = bytes("000000100000000005c248eb7d98c8ff")
    static let json = bytes(
        "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e"
            + "7b27666f6f273a27626172277d8d9c08b1")
    static let everyType = bytes(
        "0000005e0000004dea6c93ee017400016601016202ff017303fffe016904fffffffd016c05fffffffffffffffc"
            + "0179060002000101780700026869016d080000018bcfe5687b017509000102030405060708090a0b0c0d0e"
            + "0f707c56a4bc")

    private static func bytes(_ digits: String) -> [UInt8] {
        let digits = Array(digits)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }

    /// What a decoder makes of pieces, up to its first error.
    private func decode(_ pieces: [[UInt8]]) -> (
        messages: [EventStreamMessage], error: EventStreamError?
    ) {
        var decoder = EventStreamDecoder()
        var messages: [EventStreamMessage] = []
        for piece in pieces {
            decoder.append(piece)
            do throws(EventStreamError) {
                while let message = try decoder.next() { messages.append(message) }
            } catch {
                #expect(!decoder.isBetweenMessages)
                return (messages, error)
            }
        }
        return (messages, decoder.isBetweenMessages ? nil : .truncated)
    }

    @Test func `messages have their headers and payloads`() throws {
        let (messages, error) = decode([Self.empty + Self.json + Self.everyType])
        #expect(error == nil)
        try #require(messages.count == 3)
        #expect(messages[0].headers.isEmpty && messages[0].payload.isEmpty)
        #expect(
            messages[1].text("content-type").map { Array($0) } == Array("application/json".utf8))
        #expect(Array(messages[1].payload) == Array("{'foo':'bar'}".utf8))
        #expect(messages[1].text("content-typ") == nil)
        #expect(Array(messages[2].payload) == Array("p".utf8))
    }

    @Test func `headers have values of every type`() throws {
        let message = try #require(decode([Self.everyType]).messages.first)
        let wanted: [(StaticString, EventStreamMessage.Value)] = [
            ("t", .bool(true)), ("f", .bool(false)), ("b", .byte(-1)), ("s", .int16(-2)),
            ("i", .int32(-3)), ("l", .int64(-4)), ("y", .bytes([0, 1])),
            ("x", .string(Array("hi".utf8)[...])), ("m", .timestamp(1_700_000_000_123)),
            ("u", .uuid(Array(0..<16)[...])),
        ]
        for (name, value) in wanted { #expect(message.value(name) == value, "\(name)") }
        #expect(message.headers.count == wanted.count)
        #expect(message.text("i") == nil)
    }

    @Test func `frames may be cut anywhere`() {
        let stream = Self.json + Self.everyType + Self.empty
        let whole = decode([stream]).messages.map(\.payload)
        for cut in 0...stream.count {
            let (messages, error) = decode([Array(stream[..<cut]), Array(stream[cut...])])
            #expect(error == nil && messages.map(\.payload) == whole, "cut at \(cut)")
        }
        let (messages, error) = decode(stream.map { [$0] })
        #expect(error == nil && messages.map(\.payload) == whole)
    }

    @Test func `a stream that ends in a message is cut off`() {
        for end in 1..<Self.everyType.count {
            let (messages, error) = decode([Array(Self.everyType[..<end])])
            #expect(messages.isEmpty && error == .truncated, "\(end)")
        }
    }

    @Test func `a byte that changed on the way is found`() {
        for index in Self.everyType.indices {
            var stream = Self.everyType
            stream[index] ^= 1
            let error = decode([stream]).error
            let isPrelude = index < 12
            #expect(error == (isPrelude ? .preludeChecksum : .messageChecksum), "\(index)")
        }
    }

    @Test func `an error stays`() {
        var decoder = EventStreamDecoder()
        decoder.append(Array(repeating: 1, count: 12))
        #expect(throws: EventStreamError.preludeChecksum) { try decoder.next() }
        decoder.append(Self.empty)
        #expect(throws: EventStreamError.preludeChecksum) { try decoder.next() }
    }

    /// A message with lengths of our choice and right checksums.
    private static func frame(total: Int, headerBytes: Int, _ content: [UInt8] = []) -> [UInt8] {
        func word(_ value: UInt32) -> [UInt8] {
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
        }
        var frame = word(UInt32(total)) + word(UInt32(headerBytes))
        frame += word(CRC32.of(frame.span)) + content
        return frame + word(CRC32.of(frame.span))
    }

    @Test(
        arguments: [
            ("smaller than its frame", frame(total: 15, headerBytes: 0), .messageTooSmall(15)),
            ("smaller than its headers", frame(total: 16, headerBytes: 1), .messageTooSmall(16)),
            ("headers at the limit", frame(total: 131_088, headerBytes: 131_072), .truncated),
            (
                "headers above the limit", frame(total: 131_089, headerBytes: 131_073),
                .headersTooLarge(131_073)
            ),
            ("a payload at the limit", frame(total: 16_777_232, headerBytes: 0), .truncated),
            (
                "a payload above the limit", frame(total: 16_777_233, headerBytes: 0),
                .messageTooLarge(16_777_233)
            ),
            (
                "a type that is none", frame(total: 19, headerBytes: 3, [1, 97, 10]),
                .unknownHeaderType(10)
            ),
            ("no name", frame(total: 18, headerBytes: 2, [0, 0]), .emptyHeaderName),
            (
                "a name beyond the end", frame(total: 18, headerBytes: 2, [9, 97]),
                .headersTruncated
            ),
            (
                "a value beyond the headers",
                frame(total: 24, headerBytes: 6, [1, 97, 7, 0, 4, 98, 1, 1]),
                .headersTruncated
            ),
        ] as [(String, [UInt8], EventStreamError)])
    func `what is no message has an error`(
        _ name: String, _ stream: [UInt8], _ wanted: EventStreamError
    ) {
        #expect(decode([stream]).error == wanted)
    }

    @Test func `what the encoder writes is read`() throws {
        var stream: [UInt8] = []
        EventStreamEncoder.append([], payload: [], to: &stream)
        #expect(stream == Self.empty)
        stream = []
        EventStreamEncoder.append(
            [("content-type", "application/json")], payload: Array("{'foo':'bar'}".utf8)[...],
            to: &stream)
        #expect(stream == Self.json)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `random bytes end in an error or wait for more`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var stream = Self.json + Self.everyType
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            stream[Int.random(in: stream.indices, using: &random)] = .random(
                in: 0...255, using: &random)
        }
        _ = decode([stream])
        _ = decode([(0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }])
    }

    @Test func `checksums of any length are those of zlib`() {
        let bytes = Array("123456789".utf8)
        #expect(CRC32.of(bytes.span) == 0xCBF4_3926)
        #expect(CRC32.of([UInt8]().span) == 0)
        #expect(CRC32.of(Array(repeating: 0x61, count: 31).span) == 0x04BF_8DB6)
    }
}
