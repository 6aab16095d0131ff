import SmugJSON
import SmugProtocol
import Testing

@Suite struct BatchRequestTests {
    private func items(_ text: String) throws -> [(id: String?, json: String)]? {
        let bytes = Array(text.utf8)
        return try BatchRequest(bytes)?.items.map { item in
            (
                item.id.map { String(decoding: $0, as: UTF8.self) },
                String(decoding: bytes[item.range], as: UTF8.self)
            )
        }
    }

    @Test func `each item comes with its id and its bytes`() throws {
        let first =
            #"{"rawPath":"/a","requestContext":{"http":{"requestId":"no"},"requestId":"r-1"}}"#
        let second = #"{"requestContext":{"requestId":"r-\u0032"},"x":[{"requestContext":1}]}"#
        let text =
            "{\"v\":1,\"meta\":{\"gateway\":\"g\"},\"batch\":[ \(first) , \(second) ],\"more\":0}"
        let items = try #require(try items(text))
        #expect(items.map(\.id) == ["r-1", "r-2"])
        #expect(items.map(\.json) == [first, second])
    }

    @Test func `members come in any order and meta is optional`() throws {
        let items = try items(#"{"batch":[{"requestContext":{"requestId":"a"}}],"x":{},"v":1}"#)
        #expect(items?.map(\.id) == ["a"])
        #expect(try self.items(#"{"v":1,"batch":[]}"#)?.isEmpty == true)
    }

    @Test func `an item without an id has none`() throws {
        let text =
            #"{"v":1,"batch":[{},7,null,[1],{"requestContext":null},{"requestContext":{"requestId":3}}]}"#
        let items = try #require(try items(text))
        #expect(items.count == 6)
        #expect(items.allSatisfy { $0.id == nil })
        #expect(items[3].json == "[1]")
    }

    @Test(arguments: [
        "{}", "null", "[]", "[{\"v\":1}]", "\"v\"", "7", #"{"version":"2.0","rawPath":"/"}"#,
        #"{"v":1}"#,
        #"{"batch":[]}"#, #"{"v":1,"batch":{}}"#, #"{"v":"1","batch":[]}"#,
        #"{"v":null,"batch":[]}"#,
    ])
    func `an event of its own is no batch`(text: String) throws {
        #expect(try items(text) == nil)
    }

    @Test(arguments: ["2", "0", "1.5", "1e0"])
    func `a batch of another version is refused`(version: String) {
        #expect(throws: BatchRequestError.unsupportedVersion) {
            try items("{\"v\":\(version),\"batch\":[]}")
        }
    }

    @Test func `every cut is an error and none traps`() {
        let text = Array(#"{"v":1,"meta":{},"batch":[{"requestContext":{"requestId":"a"}}]}"#.utf8)
        for count in 0..<text.count {
            #expect(throws: BatchRequestError.self) { try BatchRequest(Array(text[..<count])) }
        }
    }
}
