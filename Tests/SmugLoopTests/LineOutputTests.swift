import Glibc
import SmugLoop
import Testing

@Suite struct LineOutputTests {
    /// Both ends; the second is written to.
    private static func ends(_ kind: String) throws -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [0, 0]
        let status =
            kind == "pipe"
            ? pipe(&ends) : socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        try #require(status == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        return (ends[0], ends[1])
    }

    /// So many lines, each with its number.
    private static func lines(_ numbers: Range<Int>) -> [UInt8] {
        Array(numbers.map { "\($0) \(String(repeating: "x", count: 90))\n" }.joined().utf8)
    }

    /// What can be read without waiting.
    private static func drain(_ reader: Int32) -> [UInt8] {
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(reader, &part, part.count), count > 0 {
            text += part.prefix(count)
        }
        return text
    }

    @Test(arguments: ["pipe", "socket"])
    func `a reader that hangs holds up nobody, and finds whole lines when it reads on`(
        _ kind: String
    ) throws {
        let (reader, writer) = try Self.ends(kind)
        defer {
            close(reader)
            close(writer)
        }
        let output = LineOutput(writer, patience: .zero)
        var dropped = 0
        for start in stride(from: 0, to: 10_000, by: 500) {
            dropped += output.write(Self.lines(start..<(start + 500)))
        }
        #expect(dropped > 0)
        var text = Self.drain(reader)
        dropped += output.write(Self.lines(10_000..<10_001))
        text += Self.drain(reader)
        let found = try String(decoding: text, as: UTF8.self).split(separator: "\n").map { line in
            try #require(line.hasSuffix(String(repeating: "x", count: 90)), "\(line)")
            return try #require(Int(line.prefix { $0 != " " }))
        }
        #expect(found.count + dropped == 10_001)
        #expect(found.last == 10_000 && found == found.sorted())
    }

    @Test func `who has left reads nothing`() throws {
        let (reader, writer) = try Self.ends("socket")
        close(reader)
        defer { close(writer) }
        #expect(LineOutput(writer).write(Self.lines(0..<3)) == 3)
    }
}
