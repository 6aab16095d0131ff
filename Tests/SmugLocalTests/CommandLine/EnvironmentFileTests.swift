import Testing

@testable import SmugLocal

@Suite struct EnvironmentFileTests {
    @Test func `variables are read line by line`() throws {
        let text = """
            # a comment
            A=1

            export B= two words \r
            C='single # $quoted'
            D="double \\"quoted\\""
            E=
            A=2
            F=a=b#c
            """
        let expected = [
            "A": "2", "B": "two words", "C": "single # $quoted", "D": "double \"quoted\"",
            "E": "", "F": "a=b#c",
        ]
        #expect(try EnvironmentFile.parse(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("A", 1), ("A=1\n=2", 2), ("1A=2", 1), ("A-B=1", 1), ("A='b", 1), ("A='b' c", 1),
        ("\n\nA=\0", 3),
    ])
    func `a bad line is named`(text: String, line: Int) {
        let fault = #expect(throws: EnvironmentFile.Fault.self) {
            try EnvironmentFile.parse(Array(text.utf8))
        }
        #expect(fault?.line == line)
    }
}
