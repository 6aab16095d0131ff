import SmugJSON
import Testing

/// A document and what must become of it.
struct JSONVector: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    /// The fault and its offset; nil when the document is valid.
    let fault: JSONError?

    var testDescription: String { name }

    static func valid(_ name: String, _ text: String) -> JSONVector {
        JSONVector(name: name, bytes: Array(text.utf8), fault: nil)
    }

    static func invalid(
        _ name: String, _ text: String, _ code: JSONError.Code, _ offset: Int
    ) -> JSONVector {
        invalid(name, bytes: Array(text.utf8), code, offset)
    }

    static func invalid(
        _ name: String, bytes: [UInt8], _ code: JSONError.Code, _ offset: Int
    ) -> JSONVector {
        JSONVector(name: name, bytes: bytes, fault: JSONError(code, at: offset))
    }

    /// A string holding these bytes; the fault's offset counts from the first of them.
    static func invalid(
        _ name: String, inString bytes: [UInt8], _ code: JSONError.Code = .invalidUTF8,
        _ offset: Int = 0
    ) -> JSONVector {
        invalid(name, bytes: [0x22] + bytes + [0x22], code, offset + 1)
    }

    static let all = valid + invalidStructure + invalidNumbers + invalidStrings

    static let valid: [JSONVector] = [
        .valid("empty array", "[]"),
        .valid("empty object", "{}"),
        .valid("white space everywhere", " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } }\n"),
        .valid("lone true", "true"),
        .valid("lone false", "false"),
        .valid("lone null", "null"),
        .valid("lone string", "\"asd\""),
        .valid("lone number", "42"),
        .valid("lone negative", "-1"),
        .valid("empty string", "\"\""),
        .valid("empty key", "{\"\":0}"),
        .valid("duplicate keys", "{\"a\":1,\"a\":2}"),
        .valid("zero", "0"),
        .valid("minus zero", "-0"),
        .valid("zero exponent", "0e1"),
        .valid("zero with plus exponent", "0E+1"),
        .valid("real", "123.456"),
        .valid("real exponent", "123.456e78"),
        .valid("negative exponent", "1E-2"),
        .valid("exponent with leading zero", "1e01"),
        .valid("underflow", "123e-10000000"),
        .valid("huge exponent is grammatical", "1e1000000"),
        .valid("huge integer", "123456789012345678901234567890"),
        .valid("each escape", #""\"\\\/\b\f\n\r\t""#),
        .valid("unicode escape", #""\u0041\u00e9\uFFFF""#),
        .valid("escaped NUL", #""\u0000""#),
        .valid("surrogate pair", #""\uD834\uDD1E""#),
        .valid("two surrogate pairs", #""\ud83d\ude39\ud83d\udc8d""#),
        .valid("raw DEL", "\"\u{7F}\""),
        .valid("raw U+2028", "\"\u{2028}\u{2029}\""),
        .valid("noncharacter", "\"\u{FFFF}\u{10FFFF}\""),
        .valid("two byte sequence", "\"é\""),
        .valid("three byte sequence", "\"€\""),
        .valid("four byte sequence", "\"𝄞\""),
        .valid("byte order mark inside a string", "\"\u{FEFF}\""),
        .valid("backslash before a quote", #"["\\"]"#),
        .valid("nesting up to the limit", .nested(128)),
    ]

    static let invalidStructure: [JSONVector] = [
        .invalid("empty", "", .unexpectedEnd, 0),
        .invalid("only white space", "  ", .unexpectedEnd, 2),
        .invalid("byte order mark", "\u{FEFF}{}", .byteOrderMark, 0),
        .invalid("byte order mark alone", "\u{FEFF}", .byteOrderMark, 0),
        .invalid("UTF-16", bytes: [0xFF, 0xFE, 0x5B, 0, 0x5D, 0], .unexpectedByte, 0),
        .invalid("trailing value", "1 2", .trailingBytes, 2),
        .invalid("trailing bracket", "[]]", .trailingBytes, 2),
        .invalid("trailing NUL", "[]\0", .trailingBytes, 2),
        .invalid("trailing comment", "{}/**/", .trailingBytes, 2),
        .invalid("open array", "[", .unexpectedEnd, 1),
        .invalid("open array after comma", "[1,", .unexpectedEnd, 3),
        .invalid("open object", "{", .unexpectedEnd, 1),
        .invalid("object without value", "{\"a\":", .unexpectedEnd, 5),
        .invalid("object without colon at the end", "{\"a\"", .unexpectedEnd, 4),
        .invalid("array with extra comma", "[1,]", .unexpectedByte, 3),
        .invalid("array with double comma", "[1,,2]", .unexpectedByte, 3),
        .invalid("array with leading comma", "[,1]", .unexpectedByte, 1),
        .invalid("array without comma", "[1 2]", .unexpectedByte, 3),
        .invalid("array closed by brace", "[1}", .unexpectedByte, 2),
        .invalid("array with colon", "[\"a\":1]", .unexpectedByte, 4),
        .invalid("object closed by bracket", "{\"a\":1]", .unexpectedByte, 6),
        .invalid("object with extra comma", "{\"a\":1,}", .unexpectedByte, 7),
        .invalid("object with bare key", "{a:1}", .unexpectedByte, 1),
        .invalid("object with number key", "{1:1}", .unexpectedByte, 1),
        .invalid("object with single quotes", "{'a':1}", .unexpectedByte, 1),
        .invalid("object without colon", "{\"a\" 1}", .unexpectedByte, 5),
        .invalid("object with two colons", "{\"a\"::1}", .unexpectedByte, 5),
        .invalid("object with comma for colon", "{\"a\",1}", .unexpectedByte, 4),
        .invalid("lone comma", ",", .unexpectedByte, 0),
        .invalid("lone closing bracket", "]", .unexpectedByte, 0),
        .invalid("capital literal", "True", .unexpectedByte, 0),
        .invalid("misspelt literal", "trux", .unexpectedByte, 3),
        .invalid("cut literal", "nul", .unexpectedEnd, 3),
        .invalid("longer literal", "nulls", .trailingBytes, 4),
        .invalid("form feed as white space", "\u{C}1", .unexpectedByte, 0),
        .invalid("no-break space", "[\u{A0}]", .unexpectedByte, 1),
        .invalid("comment", "/* */1", .unexpectedByte, 0),
        .invalid("one level too deep", .nested(129), .tooDeep, 128),
        .invalid("far too deep", String(repeating: "[", count: 100_000), .tooDeep, 128),
    ]

    static let invalidNumbers: [JSONVector] = [
        .invalid("leading zero", "01", .invalidNumber, 0),
        .invalid("leading zero after minus", "[-012]", .invalidNumber, 1),
        .invalid("two zeros", "00", .invalidNumber, 0),
        .invalid("lone minus", "[-]", .invalidNumber, 2),
        .invalid("lone minus at the end", "-", .unexpectedEnd, 1),
        .invalid("two minuses", "--1", .invalidNumber, 1),
        .invalid("plus", "+1", .unexpectedByte, 0),
        .invalid("no digit before the point", ".5", .unexpectedByte, 0),
        .invalid("no digit between minus and point", "-.5", .invalidNumber, 1),
        .invalid("no digit after the point", "[1.]", .invalidNumber, 3),
        .invalid("no digit after the point at the end", "1.", .unexpectedEnd, 2),
        .invalid("exponent after point", "1.e1", .invalidNumber, 2),
        .invalid("empty exponent", "[1e]", .invalidNumber, 3),
        .invalid("signed empty exponent", "[1e+]", .invalidNumber, 4),
        .invalid("fraction in exponent", "1e1.5", .trailingBytes, 3),
        .invalid("hexadecimal", "0x10", .trailingBytes, 1),
        .invalid("underscore", "1_000", .trailingBytes, 1),
        .invalid("not a number", "NaN", .unexpectedByte, 0),
        .invalid("infinity", "Infinity", .unexpectedByte, 0),
        .invalid("minus infinity", "-Infinity", .invalidNumber, 1),
        .invalid("full-width digit", "１", .unexpectedByte, 0),
    ]

    static let invalidStrings: [JSONVector] = [
        .invalid("open string", "\"abc", .unexpectedEnd, 4),
        .invalid("string that ends in a backslash", "\"abc\\", .unexpectedEnd, 5),
        .invalid("escaped quote at the end", "\"abc\\\"", .unexpectedEnd, 6),
        .invalid("single quotes", "'a'", .unexpectedByte, 0),
        .invalid("unknown escape", #""ab\x00""#, .invalidEscape, 3),
        .invalid("escaped digit", #""\0""#, .invalidEscape, 1),
        .invalid("capital u", #""\U0041""#, .invalidEscape, 1),
        .invalid("short unicode escape", #""\u00A""#, .invalidEscape, 1),
        .invalid("cut unicode escape", #""\u00A"#, .unexpectedEnd, 6),
        .invalid("unicode escape without hex", #""\u00G0""#, .invalidEscape, 1),
        .invalid("escaped non-ASCII", inString: [0x5C, 0xC3, 0xA9], .invalidEscape),
        .invalid("lone high surrogate", #""\uD800""#, .loneSurrogate, 1),
        .invalid("lone low surrogate", #""a\uDFFF""#, .loneSurrogate, 2),
        .invalid("high then letter", #""\uD800\u0041""#, .loneSurrogate, 1),
        .invalid("two high surrogates", #""\uD800\uD800""#, .loneSurrogate, 1),
        .invalid("reversed surrogates", #""\uDC00\uD800""#, .loneSurrogate, 1),
        .invalid("high then broken escape", #""\uD800\u00""#, .loneSurrogate, 1),
        .invalid("newline", "\"a\nb\"", .controlCharacter, 2),
        .invalid("tab", "\"\t\"", .controlCharacter, 1),
        .invalid("NUL", "\"\0\"", .controlCharacter, 1),
        .invalid("unit separator late", "\"0123456789\u{1F}\"", .controlCharacter, 11),
        .invalid("lone continuation byte", inString: [0x80]),
        .invalid("overlong two bytes", inString: [0xC0, 0xAF]),
        .invalid("overlong NUL", inString: [0xC0, 0x80]),
        .invalid("overlong three bytes", inString: [0xE0, 0x80, 0xAF]),
        .invalid("overlong four bytes", inString: [0xF0, 0x80, 0x80, 0xAF]),
        .invalid("encoded surrogate", inString: [0xED, 0xA0, 0x80]),
        .invalid("above U+10FFFF", inString: [0xF4, 0x90, 0x80, 0x80]),
        .invalid("five byte form", inString: [0xF8, 0x88, 0x80, 0x80, 0x80]),
        .invalid("0xFF", inString: [0xFF]),
        .invalid("cut by the quote", inString: [0xE2, 0x82]),
        .invalid("Latin-1", inString: [0x61, 0x62, 0xE9, 0x63], .invalidUTF8, 2),
        .invalid("invalid after valid", inString: [0xC3, 0xA9, 0xC3], .invalidUTF8, 2),
        .invalid("invalid key", bytes: Array("{\"".utf8) + [0xFF, 0x22], .invalidUTF8, 2),
    ]
}

extension String {
    fileprivate static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}
