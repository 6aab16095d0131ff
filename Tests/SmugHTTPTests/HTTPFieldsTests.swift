import SmugHTTP
import Testing

@Suite struct HTTPFieldsTests {
    static func texts(_ fields: HTTPFields) -> [String] {
        fields.pairs.map { "\($0.name)=\($0.value)" }
    }

    @Test func `fields keep their order, lose their case and blanks`() throws {
        var fields = HTTPFields([("B", " 1\t"), ("a", ""), ("b", "2 3")])
        fields.append(name: "c", value: "4")
        fields.append(name: "d", integer: -50)
        try fields.append(name: "e", value: Array(" \t ".utf8)[...])
        try fields.append(name: Array("xF".utf8)[1...], value: Array("x6".utf8)[1...])
        #expect(Self.texts(fields) == ["b=1", "a=", "b=2 3", "c=4", "d=-50", "e=", "f=6"])
        #expect(fields.count == 7)
        #expect(!fields.isEmpty)
        #expect(HTTPFields().isEmpty)
    }

    @Test func `values are found by name`() {
        let fields = HTTPFields([("A", "1"), ("b", "2"), ("a", "3")])
        #expect(fields.first("a").map(fields.string) == "1")
        #expect(fields.first("c") == nil)
        #expect(fields.all("a").map(fields.string) == ["1", "3"])
        #expect(fields["b"] == "2")
        #expect(fields["c"] == nil)
        #expect(fields.contains("b"))
        #expect(!fields.contains("bb"))
    }

    @Test(arguments: [
        ("a", true), ("A", true), ("x, a", true), ("x,\ta ,y", true), (",,a", true), ("ab", false),
        ("x a", false), ("", false), ("a;q=1", false), ("b, A", true),
    ])
    func `a list is searched by element`(value: String, holds: Bool) {
        let fields = HTTPFields([("list", "none"), ("other", "a"), ("list", value)])
        #expect(fields.listContains("list", token: "a") == holds)
    }

    @Test(arguments: ["a\r\nb", "a\nb", "a\rb", "\0", "a\u{7F}", "a\u{1B}", "\u{B}", "\r\n"])
    func `a value that could split a message is refused`(_ value: String) throws {
        var fields = HTTPFields([("x", "y")])
        #expect(throws: HTTPFieldError.invalidValue) { try fields.append("a", value) }
        #expect(throws: HTTPFieldError.invalidValue) {
            try fields.append(name: "a", value: Array(value.utf8)[...])
        }
        #expect(throws: HTTPFieldError.invalidValue) {
            try fields.replace(name: "x", value: Array(value.utf8)[...])
        }
        try fields.append("b", "c")
        #expect(Self.texts(fields) == ["x=y", "b=c"])
        #expect(String(decoding: fields.bytes, as: UTF8.self) == "x: y\r\nb: c\r\n")
    }

    @Test(arguments: ["", " ", "a b", "a:", "a\r\n", "é", "a\0", "(a)"])
    func `a name that is no token is refused`(_ name: String) {
        var fields = HTTPFields()
        #expect(throws: HTTPFieldError.invalidName) { try fields.append(name, "v") }
        #expect(fields.bytes.isEmpty)
        #expect(HTTPFields([(name, "v"), ("a", "b")]).count == 1)
    }

    @Test func `fields are removed and replaced by name`() throws {
        var fields = HTTPFields([("a", "1"), ("b", "2"), ("A", "3"), ("c", "4")])
        try fields.replace(name: "a", value: Array("5".utf8)[...])
        #expect(Self.texts(fields) == ["b=2", "c=4", "a=5"])
        fields.removeAll("b")
        fields.removeAll("none")
        #expect(Self.texts(fields) == ["c=4", "a=5"])
        fields.removeAll { $0.elementsEqual("c".utf8) }
        #expect(Self.texts(fields) == ["a=5"])
        try fields.replace(name: "z", value: [])
        #expect(Self.texts(fields) == ["a=5", "z="])
    }

    @Test func `bytes that are not UTF-8 are kept, and read with replacements`() throws {
        var fields = HTTPFields()
        try fields.append(name: "a", value: [0x61, 0xFF][...])
        #expect(fields["a"] == "a\u{FFFD}")
        #expect(fields.first("a").map { Array(fields.bytes[$0]) } == [0x61, 0xFF])
    }
}
