import Testing

@testable import SmugGateway

@Suite struct ShellWordsTests {
    static let cases: [Named<String, [String]>] = [
        Named("one word", "a", ["a"]), Named("several", "  a  b\tc\n", ["a", "b", "c"]),
        Named("nothing", "  ", []), Named("single quotes", "'a b' c", ["a b", "c"]),
        Named("double quotes", "\"a b\" c", ["a b", "c"]),
        Named("quotes within a word", "a'b c'd", ["ab cd"]),
        Named("empty words", "'' \"\"", ["", ""]),
        Named("quotes in quotes", "'\"' \"'\"", ["\"", "'"]),
        Named("a backslash", "a\\ b \\'", ["a b", "'"]),
        Named("a backslash in double quotes", "\"\\\"\\\\\\$\\a\"", ["\"\\$\\a"]),
        Named("a backslash in single quotes", "'\\n'", ["\\n"]),
        Named("a line that goes on", "a \\\nb", ["a", "b"]),
        Named(
            "nothing is expanded", "$HOME ~ * | > ; && `x`",
            ["$HOME", "~", "*", "|", ">", ";", "&&", "`x`"]),
        Named("other scripts", "é 'ü ß'", ["é", "ü ß"]),
    ]

    @Test(arguments: cases) func `words are split as in a shell`(_ row: Named<String, [String]>)
        throws
    {
        #expect(try ShellWords.split(row.given) == row.wanted)
    }

    static let refused: [Named<String, String>] = [
        Named("single quote", "a 'b", "has a ' that is never closed"),
        Named("double quote", "\"a", "has a \" that is never closed"),
        Named("backslash", "a\\", "ends in a backslash"),
    ]

    @Test(arguments: refused) func `what is not finished is refused`(_ row: Named<String, String>) {
        let fault = #expect(throws: TextFault.self) { try ShellWords.split(row.given) }
        #expect(fault?.message == row.wanted)
    }
}
