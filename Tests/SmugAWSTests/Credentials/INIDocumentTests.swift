import TestSupport
import Testing

@testable import SmugAWS

@Suite struct INIDocumentTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let values: [String: [String: INIDocument.Value]]
    }

    @Test(arguments: [
        Case(testDescription: "nothing", text: "", values: [:]),
        Case(testDescription: "an empty section", text: "[default]", values: ["default": [:]]),
        Case(
            testDescription: "spaces and colons around values",
            text: "[a]\nx=1\ny = 2 \nz : 3\n[b]\nx =\n",
            values: [
                "a": ["x": .text("1"), "y": .text("2"), "z": .text("3")], "b": ["x": .text("")],
            ]),
        Case(
            testDescription: "the first separator ends the key, keys have no case",
            text: "[a]\nKey = b=c:d\nurl: http://h:1/\n",
            values: ["a": ["key": .text("b=c:d"), "url": .text("http://h:1/")]]),
        Case(
            testDescription: "comments are lines, never the end of a line",
            text: "# one\n; two\n[a]\nx = 1 # not one\n  # one\ny = 2 ; not one\n",
            values: ["a": ["x": .text("1 # not one"), "y": .text("2 ; not one")]]),
        Case(
            testDescription: "indented lines go on, empty lines at the end do not",
            text: "[a]\nx = 1\n  2\n\n  3\n\ny = 4\n",
            values: ["a": ["x": .text("1\n2\n\n3"), "y": .text("4")]]),
        Case(
            testDescription: "a nested section",
            text: "[a]\ns3 =\n  x = 1\n  Y = b=c\nregion = r\n",
            values: ["a": ["s3": .nested(["x": "1", "Y": "b=c"]), "region": .text("r")]]),
        Case(
            testDescription: "keys that are all indented alike",
            text: "[a]\n  x = 1\n  y = 2\n", values: ["a": ["x": .text("1"), "y": .text("2")]]),
        Case(
            testDescription: "an indented header goes on with the value above",
            text: "[a]\nx = 1\n [b]\n", values: ["a": ["x": .text("1\n[b]")]]),
        Case(
            testDescription: "a header's last bracket ends it",
            text: "[a]b]c\nx = 1\n", values: ["a]b": ["x": .text("1")]]),
        Case(
            testDescription: "CR LF, CR, and a byte order mark",
            text: "\u{FEFF}[a]\r\nx = 1\r\n\r\ny = 2\r[b]\rz = 3",
            values: ["a": ["x": .text("1"), "y": .text("2")], "b": ["z": .text("3")]]),
    ])
    func `Files are read as botocore reads them`(_ item: Case) throws {
        let document = try INIDocument(parsing: Array(item.text.utf8))
        #expect(document.sections.map(\.name).sorted() == item.values.keys.sorted())
        for (name, values) in item.values { #expect(document[name]?.values == values) }
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let text: String
        let line: Int
        let says: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Refusal(text: "x = 1", line: 1, says: "before the first section"),
        Refusal(text: "\n\n[a]\nx", line: 4, says: "neither"),
        Refusal(text: "[a]\nx = 1\nx = 2", line: 3, says: "twice"),
        Refusal(text: "[a]\nx = 1\nX : 2", line: 3, says: "twice"),
        Refusal(text: "[a]\n[b]\n[a]", line: 3, says: "twice"),
        Refusal(text: "[a]\n= 1", line: 2, says: "key"),
        Refusal(text: "[]", line: 1, says: "name"),
        Refusal(text: "[a]\ns3 =\n  x = 1\n  y\nz = 1", line: 4, says: "nested s3"),
    ])
    func `What breaks the grammar is named with its line`(_ item: Refusal) {
        let error = #expect(throws: INIError.self) {
            _ = try INIDocument(parsing: Array(item.text.utf8))
        }
        #expect(error?.line == item.line)
        #expect(error?.reason.contains(item.says) == true, "\(error?.reason ?? "")")
    }

    @Test func `What is not UTF-8 is refused`() {
        #expect(throws: INIError.self) { _ = try INIDocument(parsing: [0x5B, 0xFF, 0x5D]) }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `No bytes trap`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("[]ab=: \t\r\n#;\u{FEFF}\u{301}".utf8)
        for _ in 0..<1000 {
            let count = Int.random(in: 0..<40, using: &random)
            let bytes = (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }
            _ = try? INIDocument(parsing: bytes)
        }
    }
}
