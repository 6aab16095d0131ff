import SmugJSON
import Testing

@Suite struct JSONValueIndentedTests {
    @Test func `each member has a line, and empty ones stay on theirs`() {
        let value: JSONValue = [
            "a": [1, ["b": nil]], "c": [], "d": [:], "e\"": "x\ny", "f": 1.5, "g": true,
        ]
        #expect(
            String(decoding: value.indented, as: UTF8.self) == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": [],
                  "d": {},
                  "e\\"": "x\\ny",
                  "f": 1.5,
                  "g": true
                }

                """)
    }

    @Test(arguments: ["null", "[]", "{}", "3", #""x""#, #"[[],[{}],{"a":[{"b":[1,2]}]}]"#])
    func `what is written for a person reads back the same`(_ text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(try JSONValue(parsing: value.indented) == value)
    }
}
