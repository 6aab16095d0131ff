import Testing

@testable import SmugJSON

@Suite struct JSONTapeTests {
    @Test func `a document of as many bytes as positions can name is read, and no larger one`() {
        let bytes = Array("[1,2]".utf8)
        #expect((try? JSONTape(bytes, maxBytes: 5)) != nil)
        let error = #expect(throws: DecodingError.self) { try JSONTape(bytes, maxBytes: 4) }
        #expect(error?.jsonMessage.contains("more bytes than can be decoded") == true)
    }

    @Test func `members are found in any order of asking, and again`() throws {
        let tape = try JSONTape(Array(#"{"a":1,"b":2,"cc":3,"\u0064":4}"#.utf8))
        tape.prepare(0)
        for name in ["cc", "a", "b", "b", "d", "a", "cc", "d"] {
            let value = try #require(tape.value(of: name, in: 0))
            #expect(tape.name(at: value - 1) == name)
        }
        for name in ["", "c", "ccc", "\\u0064", "e"] {
            #expect(tape.value(of: name, in: 0) == nil)
        }
    }

    @Test func `a path leads through what was left out and asked for`() throws {
        let tape = try JSONTape(Array(#"[0,{"a":[{"b":{}}]}]"#.utf8))
        let last = tape.nodes.count - 1
        #expect(tape.path(to: last).jsonPath == "$[1].a[0].b")
        #expect(tape.path(to: tape.addAbsent("super", in: last)).jsonPath == "$[1].a[0].b.super")
    }
}
