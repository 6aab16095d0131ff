import SmugHTTP
import Testing

@Suite struct FieldLineTests {
    static let refusals: [Refusal] = [
        .fields("folding with a space", "X: a\r\n b\r\n", .obsoleteLineFolding),
        .fields("folding with a tab", "X: a\r\n\tb: c\r\n", .obsoleteLineFolding),
        Refusal(
            "a blank before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
            .obsoleteLineFolding),
        .fields("a line of blanks", "  \r\n", .obsoleteLineFolding),
        .fields("no colon", "Broken\r\n", .missingColon),
        .fields("a space before the colon", "X : a\r\n", .spaceBeforeColon),
        .fields("a tab before the colon", "X\t: a\r\n", .spaceBeforeColon),
        .fields("a space in the name", "X Y: a\r\n", .spaceBeforeColon),
        .fields("no name", ": a\r\n", .emptyFieldName),
        .fields("a separator in the name", "X(: a\r\n", .invalidFieldName),
        .fields("NUL in the name", "X\0: a\r\n", .invalidFieldName),
        .fields("a byte outside ASCII in the name", "Xé: a\r\n", .invalidFieldName),
        .fields("CR in the name", "X\rY: a\r\n", .bareCarriageReturn),
        .fields("NUL in the value", "X: a\0b\r\n", .invalidFieldValue),
        .fields("a control byte in the value", "X: a\u{B}b\r\n", .invalidFieldValue),
        .fields("DEL in the value", "X: \u{7F}\r\n", .invalidFieldValue),
        .fields(
            "ESC far into the value", "X: \(String(repeating: "a\t", count: 40))\u{1B}\r\n",
            .invalidFieldValue),
        .fields("CR in the value", "X: a\rTransfer-Encoding: chunked\r\n", .bareCarriageReturn),
        .fields("CR twice", "X: a\r\r\n", .bareCarriageReturn),
        .fields("bare LF", "X: a\nY: b\r\n", .bareLineFeed),
        Refusal("bare LF after the fields", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        Refusal(
            "CR alone after the fields", "GET / HTTP/1.1\r\nHost: a\r\n\rX: b\r\n\r\n",
            .bareCarriageReturn),
    ]

    @Test(arguments: refusals)
    func `a malformed field is refused`(_ refusal: Refusal) { refusal.check() }

    @Test func `every byte of a token may stand in a name and comes out in lower case`() {
        let name = "!#$%&'*+-.^_`|~0189AZaz"
        let trace = RequestTrace("GET / HTTP/1.1\r\nHost: a\r\n\(name): v\r\n\r\n")
        #expect(trace.messages.first?.fields.last == "!#$%&'*+-.^_`|~0189azaz=v")
    }

    @Test(arguments: 0...255)
    func `a byte is allowed in a name or a value exactly where the grammar says`(_ value: Int) {
        let byte = UInt8(value)
        let head = Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8)
        let inName = head + [0x78, byte, 0x79] + Array(": a\r\n\r\n".utf8)
        let isToken = value < 0x80 && Character(UnicodeScalar(byte)).isTokenCharacter
        #expect((RequestTrace([inName]).error == nil) == (isToken || byte == 0x3A))
        let inValue = head + Array("x: a".utf8) + [byte] + Array("b\r\n\r\n".utf8)
        let isText = byte == 0x09 || (byte >= 0x20 && byte != 0x7F)
        #expect((RequestTrace([inValue]).error == nil) == isText)
    }
}

extension Character {
    fileprivate var isTokenCharacter: Bool {
        isASCII && (isLetter || isNumber || "!#$%&'*+-.^_`|~".contains(self))
    }
}
