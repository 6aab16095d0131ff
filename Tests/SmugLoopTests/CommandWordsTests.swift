import Testing

@testable import SmugLoop

@Suite struct CommandWordsTests {
    @Test(arguments: [
        ("", []),
        (" \t\n", []),
        ("a", ["a"]),
        ("  a  b ", ["a", "b"]),
        ("a 'b c'", ["a", "b c"]),
        ("a \"b c\"", ["a", "b c"]),
        ("a''b", ["ab"]),
        ("'' \"\"", ["", ""]),
        (#"a\ b"#, ["a b"]),
        (#"'a\b'"#, [#"a\b"#]),
        (#""a\"b\\c\d""#, [#"a"b\c\d"#]),
        ("a\\\nb", ["ab"]),
        ("$HOME ~ * | > ;", ["$HOME", "~", "*", "|", ">", ";"]),
        ("größe 'ß'", ["größe", "ß"]),
    ])
    func `words are those of a shell`(text: String, words: [String]) throws {
        #expect(try CommandWords.split(text) == words)
    }

    @Test(arguments: [
        ("a 'b", CommandWords.Fault.openQuote("'")),
        ("a \"b\\\"", .openQuote("\"")),
        ("a\\", .trailingBackslash),
    ])
    func `what has no end is refused`(text: String, fault: CommandWords.Fault) {
        #expect(throws: fault) { try CommandWords.split(text) }
    }
}
