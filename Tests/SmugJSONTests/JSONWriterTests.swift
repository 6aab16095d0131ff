import SmugJSON
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    @Test func `commas and colons come by themselves`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("empty")
        writer.beginArray()
        writer.endArray()
        writer.key("list" as String)
        writer.beginArray()
        writer.integer(1)
        writer.beginObject()
        writer.endObject()
        writer.string("a\"b")
        writer.null()
        writer.endArray()
        writer.key(utf8: Array("q\"".utf8)[...])
        writer.bool(true)
        writer.key("raw")
        writer.raw(Array("[1,2]".utf8))
        writer.key("bytes")
        writer.string(utf8: [0x61, 0xFF][...])
        writer.endObject()
        let expected =
            #"{"empty":[],"list":[1,{},"a\"b",null],"q\"":true,"raw":[1,2],"bytes":"a\#u{FFFD}"}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(
        arguments: [
            (0.1, "0.1"), (-2.5, "-2.5"), (100, "100.0"), (1e20, "1e+20"),
            (.leastNonzeroMagnitude, "5e-324"),
            (0.1 + 0.2, "0.30000000000000004"), (-0.0, "-0.0"), (.nan, "null"), (.infinity, "null"),
            (-.infinity, "null"),
        ] as [(Double, String)])
    func `doubles are the shortest that read back, or null`(value: Double, expected: String) {
        var writer = JSONWriter()
        writer.double(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: 0..<UInt64(20))
    func `doubles read back as they were`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            var writer = JSONWriter()
            writer.double(value)
            let read = try JSONValue(parsing: writer.bytes)
            #expect(read.double?.bitPattern == value.bitPattern)
        }
    }

    @Test func `integers of every width are written`() {
        var writer = JSONWriter()
        writer.beginArray()
        writer.integer(Int64.min)
        writer.integer(Int64.max)
        writer.integer(UInt64.max)
        writer.integer(UInt8(7))
        writer.integer(-10)
        writer.endArray()
        let expected = "[-9223372036854775808,9223372036854775807,18446744073709551615,7,-10]"
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }
}
