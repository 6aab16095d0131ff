import SmugJSON
import Testing

@Suite struct JSONReaderValuesTests {
    /// Reads `json`, a lone string, in every way the reader offers.
    private func unescaped(
        _ json: String, _ surrogates: LoneSurrogates = .refuse
    ) throws -> String {
        var reader = JSONReader(Array(json.utf8), loneSurrogates: surrogates)
        guard case .string(let string) = try reader.next() else { return "no string" }
        _ = try reader.next()
        var output = Array("before ".utf8)
        reader.append(string, to: &output)
        let text = reader.string(string)
        #expect(String(decoding: output, as: UTF8.self) == "before " + text)
        return text
    }

    struct StringCase: CustomTestStringConvertible, Sendable {
        let json: String
        let text: String
        var testDescription: String { json }
    }

    @Test(arguments: [
        StringCase(json: #""""#, text: ""),
        StringCase(json: #""plain""#, text: "plain"),
        StringCase(json: #""\"\\\/\b\f\n\r\t""#, text: "\"\\/\u{8}\u{C}\n\r\t"),
        StringCase(json: #""\u0041\u00e9\u20AC""#, text: "Aé€"),
        StringCase(json: #""\ud834\udd1e!""#, text: "𝄞!"),
        StringCase(json: #""\u0000""#, text: "\0"),
        StringCase(json: #""é\né€\t𝄞""#, text: "é\né€\t𝄞"),
        StringCase(json: #""\\n\\\\""#, text: "\\n\\\\"),
    ])
    func `escapes stand for their characters`(example: StringCase) throws {
        #expect(try unescaped(example.json) == example.text)
    }

    @Test(arguments: [
        StringCase(json: #""\uD800""#, text: "\u{FFFD}"),
        StringCase(json: #""a\uDFFFb""#, text: "a\u{FFFD}b"),
        StringCase(json: #""\uD800\u0041""#, text: "\u{FFFD}A"),
        StringCase(json: #""\uD800\uD834\uDD1E""#, text: "\u{FFFD}𝄞"),
        StringCase(json: #""\uDC00\uD800""#, text: "\u{FFFD}\u{FFFD}"),
    ])
    func `half a surrogate pair reads as U+FFFD when that is asked for`(
        example: StringCase
    ) throws {
        #expect(try unescaped(example.json, .replace) == example.text)
        #expect(throws: JSONError.self) { try unescaped(example.json) }
    }

    @Test(arguments: 0..<40)
    func `an escape at any place of a long string is found`(position: Int) throws {
        let letters = String(repeating: "x", count: 40)
        let head = letters.prefix(position)
        let tail = letters.dropFirst(position)
        #expect(try unescaped("\"\(head)\\n\(tail)\"") == "\(head)\n\(tail)")
        #expect(try unescaped("\"\(head)\\\"\\\\\(tail)\\\"\"") == "\(head)\"\\\(tail)\"")
    }

    @Test func `a string equals a literal whether it is escaped or not`() throws {
        for json in [#""batch""#, #""b\u0061tch""#] {
            var reader = JSONReader(Array(json.utf8))
            guard case .string(let string) = try reader.next() else { return }
            #expect(reader.equals(string, "batch"))
            #expect(!reader.equals(string, "batcH"))
            #expect(!reader.equals(string, "batc"))
            #expect(!reader.equals(string, ""))
        }
        var reader = JSONReader(Array(#""v""#.utf8))
        guard case .string(let string) = try reader.next() else { return }
        #expect(reader.equals(string, "v"))
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("42", 42), ("9223372036854775807", Int.max),
        ("-9223372036854775808", Int.min), ("9223372036854775808", nil),
        ("-9223372036854775809", nil), ("92233720368547758070", nil), ("1.0", nil), ("1e2", nil),
        ("123456789012345678901234567890", nil),
    ])
    func `an integer literal that fits is an integer`(json: String, expected: Int?) throws {
        var reader = JSONReader(Array(json.utf8))
        guard case .number(let number) = try reader.next() else { return }
        #expect(reader.int(number) == expected)
    }

    @Test(arguments: [
        ("0.1", 0.1), ("-2.5e-3", -0.0025), ("5e-324", Double.leastNonzeroMagnitude),
        ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("1e400", Double.infinity),
        ("1e-400", 0), ("0.30000000000000004", 0.1 + 0.2), ("9007199254740993", 9007199254740992),
    ])
    func `a double is the nearest`(json: String, expected: Double) throws {
        var reader = JSONReader(Array(json.utf8))
        guard case .number(let number) = try reader.next() else { return }
        #expect(reader.double(number) == expected)
    }
}
