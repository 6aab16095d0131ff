import SmugLoop
import SmugNet
import TestSupport
import Testing

/// The PROXY protocol, by its own document.
@Suite struct ProxyHeaderTests {
    enum Outcome: Hashable, Sendable {
        /// The client, as `host:port`.
        case client(String)
        case connection
        case unfinished
        case refused(ProxyHeader.Refusal)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        let outcome: Outcome
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8], _ outcome: Outcome) {
            self.name = name
            self.bytes = bytes
            self.outcome = outcome
        }

        init(_ line: String, _ outcome: Outcome) {
            self.init(line, Array((line + "\r\n").utf8), outcome)
        }
    }

    // MARK: - Version 1

    static let lines: [Case] = [
        Case("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443", .client("192.0.2.1:56324")),
        Case(
            "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535",
            .client("255.255.255.255:65535")),
        Case("PROXY TCP4 0.0.0.0 0.0.0.0 0 0", .client("0.0.0.0:0")),
        Case("PROXY TCP6 2001:db8::1 2001:db8::2 1 2", .client("[2001:db8::1]:1")),
        Case(
            "PROXY TCP6 ffff:f:f:f:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535",
            .client("[ffff:f:f:f:ffff:ffff:ffff:ffff]:65535")),
        Case("PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2", .client("192.0.2.1:1")),
        Case("PROXY UNKNOWN", .connection),
        Case("PROXY UNKNOWN whatever 1 2", .connection),
        Case("PROXY ", .refused(.malformed)),
        Case("PROXY", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2.1 198.51.100.1 56324", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443 ", .refused(.malformed)),
        Case("PROXY  TCP4 192.0.2.1 198.51.100.1 56324 443", .refused(.malformed)),
        Case("PROXY tcp4 192.0.2.1 198.51.100.1 56324 443", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2.1 198.51.100.1 65536 443", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2.1 198.51.100.1 056 443", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2.1 198.51.100.1 -1 443", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2.1 198.51.100.1  443", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2.01 198.51.100.1 1 2", .refused(.malformed)),
        Case("PROXY TCP4 192.0.2 198.51.100.1 1 2", .refused(.malformed)),
        Case("PROXY TCP4 ::1 ::1 1 2", .refused(.malformed)),
        Case("PROXY TCP6 192.0.2.1 198.51.100.1 1 2", .refused(.malformed)),
        Case("PROXY TCP6 ::1 ::x 1 2", .refused(.malformed)),
        Case("GET / HTTP/1.1", .refused(.malformed)),
        Case("PRI * HTTP/2.0", .refused(.malformed)),
        Case("\u{16}\u{3}\u{1} a client of TLS", .refused(.malformed)),
        Case(
            "no carriage return", Array("PROXY TCP4 1.1.1.1 1.1.1.1 1 2\n".utf8),
            .refused(.malformed)),
        Case(
            "the longest line",
            Array(("PROXY UNKNOWN " + String(repeating: "x", count: 91) + "\r\n").utf8), .connection
        ),
        Case(
            "a longer line",
            Array(("PROXY UNKNOWN " + String(repeating: "x", count: 92) + "\r\n").utf8),
            .refused(.tooLarge)),
        Case("a line without end", Array("PROXY TCP4".utf8), .unfinished),
        Case("nothing", [], .unfinished),
    ]

    // MARK: - Version 2

    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]

    private static func binary(
        _ command: UInt8, _ kind: UInt8, _ body: [UInt8], length: Int? = nil
    ) -> [UInt8] {
        let length = length ?? body.count
        return signature + [command, kind, UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)] + body
    }

    private static let four: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 1, 0xDC, 0x04, 0x01, 0xBB]
    private static let six: [UInt8] =
        [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]
        + [UInt8](repeating: 0, count: 15) + [1, 0, 80, 1, 0xBB]

    private static func extension_(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
        [type, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value
    }

    /// The bit-by-bit sum over what a test has written, with the sum's own place empty.
    private static func summed(_ header: [UInt8], wrong: UInt8 = 0) -> [UInt8] {
        var sum = UInt32.max
        for byte in header {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
        }
        sum = ~sum
        var header = header
        let place = header.count - 4
        for index in 0..<4 { header[place + index] = UInt8(sum >> (24 - 8 * UInt32(index)) & 0xFF) }
        header[place] ^= wrong
        return header
    }

    static let headers: [Case] = [
        Case("TCP over IPv4", binary(0x21, 0x11, four), .client("192.0.2.1:56324")),
        Case("TCP over IPv6", binary(0x21, 0x21, six), .client("[2001:db8::1]:80")),
        Case("the proxy itself", binary(0x20, 0x00, []), .connection),
        Case("the proxy itself, with addresses", binary(0x20, 0x11, four), .connection),
        Case(
            "the proxy itself, with a family and no addresses", binary(0x20, 0x11, []), .connection),
        Case(
            "the proxy itself, with a family that there is not", binary(0x20, 0xFF, [1]),
            .connection),
        Case("no family", binary(0x21, 0x00, []), .connection),
        Case("no family with something behind it", binary(0x21, 0x00, [1, 2, 3]), .connection),
        Case("a path", binary(0x21, 0x31, [UInt8](repeating: 0x61, count: 216)), .connection),
        Case("datagrams", binary(0x21, 0x12, four), .connection),
        Case(
            "a path that is cut off", binary(0x21, 0x31, [UInt8](repeating: 0x61, count: 215)),
            .refused(.malformed)),
        Case("a family that there is not", binary(0x21, 0x41, four), .refused(.malformed)),
        Case("a transport that there is not", binary(0x21, 0x13, four), .refused(.malformed)),
        Case("a command that there is not", binary(0x22, 0x11, four), .refused(.malformed)),
        Case("another version", binary(0x11, 0x11, four), .refused(.malformed)),
        Case(
            "addresses that are cut off", binary(0x21, 0x11, Array(four.dropLast())),
            .refused(.malformed)),
        Case(
            "extensions",
            binary(0x21, 0x11, four + extension_(0x01, Array("h2".utf8)) + extension_(0xEE, [])),
            .client("192.0.2.1:56324")),
        Case(
            "an extension that is cut off", binary(0x21, 0x11, four + [0x01, 0, 3, 0x61, 0x62]),
            .refused(.malformed)),
        Case(
            "an extension without length", binary(0x21, 0x11, four + [0x01, 0]),
            .refused(.malformed)),
        Case(
            "a checksum",
            summed(
                binary(
                    0x21, 0x11, four + extension_(0x01, [1, 2]) + extension_(0x03, [0, 0, 0, 0]))),
            .client("192.0.2.1:56324")),
        Case(
            "a wrong checksum",
            summed(binary(0x21, 0x11, four + extension_(0x03, [0, 0, 0, 0])), wrong: 1),
            .refused(.checksum)),
        Case(
            "a checksum of another size", binary(0x21, 0x11, four + extension_(0x03, [0, 0])),
            .refused(.malformed)),
        Case(
            "the largest",
            binary(
                0x21, 0x11,
                four + extension_(0x04, [UInt8](repeating: 0, count: 4096 - 16 - 12 - 3))),
            .client("192.0.2.1:56324")),
        Case("a larger one", binary(0x21, 0x11, four, length: 4081), .refused(.tooLarge)),
        Case("one that is not whole", Array(binary(0x21, 0x11, four).dropLast()), .unfinished),
        Case(
            "a signature with one other byte", [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0B],
            .refused(.malformed)),
        Case("empty lines, as before HTTP", Array("\r\n\r\nGET".utf8), .refused(.malformed)),
    ]

    /// What comes of the bytes, and how many were taken.
    private static func outcome(of bytes: [UInt8], cuts: [Int]) -> (Outcome, taken: Int) {
        var header = ProxyHeader()
        var start = 0
        for cut in cuts + [bytes.count] where cut >= start {
            let piece = Array(bytes[start..<cut])
            var offset = 0
            do throws(ProxyHeader.Refusal) {
                switch try header.next(piece.span, &offset) {
                case .needMore: #expect(offset == piece.count)
                case .done(.connection): return (.connection, start + offset)
                case .done(.client(let address)):
                    return (.client(address.description), start + offset)
                }
            } catch {
                return (.refused(error), start + offset)
            }
            start = cut
        }
        return (.unfinished, start)
    }

    @Test(arguments: lines + headers)
    func `a header says whom the proxy speaks for, wherever it is cut`(_ row: Case) {
        let rest = Array("GET / HTTP/1.1\r\n".utf8)
        let isWhole: Bool =
            switch row.outcome {
            case .client, .connection: true;
            default: false
            }
        let bytes = isWhole ? row.bytes + rest : row.bytes
        for cut in 0...bytes.count {
            let (outcome, taken) = Self.outcome(of: bytes, cuts: [cut])
            #expect(outcome == row.outcome, "cut at \(cut)")
            if isWhole { #expect(taken == row.bytes.count, "cut at \(cut)") }
        }
        #expect(Self.outcome(of: bytes, cuts: Array(0...bytes.count)).0 == row.outcome)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `no bytes trap, and their split does not show`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bytes = (Self.lines + Self.headers).randomElement(using: &random)?.bytes ?? []
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                in: 0...255, using: &random)
        }
        let whole = Self.outcome(of: bytes, cuts: [])
        let single = Self.outcome(of: bytes, cuts: Array(0...bytes.count))
        #expect(whole.0 == single.0)
    }
}
