import SmugJSON
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: Array(text.utf8))
    }

    @Test func `a document becomes a tree and goes back to the same bytes`() throws {
        let text = #"{"a":[1,-2.5,true,false,null,"x\n"],"b":{"c":{}},"":[]}"#
        let value = try parse(text)
        #expect(
            value == [
                "a": [1, -2.5, true, false, nil, "x\n"], "b": ["c": [:]], "": [],
            ])
        #expect(String(decoding: value.serialized(), as: UTF8.self) == text)
    }

    @Test func `the last of duplicate keys wins`() throws {
        let value = try parse(#"{"a":1,"b":2,"\u0061":3}"#)
        #expect(value.object?.count == 2)
        #expect(value["a"] == 3)
    }

    @Test(
        arguments: [
            ("1", .integer(1)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .double(9223372036854775808)), ("1.0", .double(1)),
            ("1e2", .double(100)), ("-0", .integer(0)), ("-0.0", .double(-0.0)),
        ] as [(String, JSONValue)])
    func `numbers are integers when they can be`(text: String, expected: JSONValue) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: ["1e400", "-1e400", "1e1000000"])
    func `a number beyond a double is refused at its place`(number: String) {
        #expect(throws: JSONError(.numberOutOfRange, at: 1)) { try parse("[\(number)]") }
    }

    @Test(arguments: JSONVector.all)
    func `a tree is refused where the reader refuses`(vector: JSONVector) {
        do {
            _ = try JSONValue(parsing: vector.bytes)
            #expect(vector.fault == nil)
        } catch  where error.code != .numberOutOfRange {
            #expect(error == vector.fault)
        } catch {
            #expect(vector.fault == nil)
        }
    }

    @Test func `accessors give nil for another kind`() throws {
        let value: JSONValue = ["n": 2, "d": 2.5, "w": 3.0, "s": "x", "b": true, "l": [1, 2]]
        #expect(value["n"]?.int == 2)
        #expect(value["n"]?.double == 2)
        #expect(value["d"]?.int == nil)
        #expect(value["w"]?.int == 3)
        #expect(value["s"]?.string == "x")
        #expect(value["s"]?.int == nil)
        #expect(value["b"]?.bool == true)
        #expect(value["l"]?[1] == 2)
        #expect(value["l"]?[2] == nil)
        #expect(value["l"]?[-1] == nil)
        #expect(value["l"]?["x"] == nil)
        #expect(value.string == nil)
        #expect(JSONValue.null.isNull)
        #expect(JSONValue.double(1e300).int == nil)
    }

    @Test func `an error says what and where`() {
        #expect(JSONError(.invalidUTF8, at: 12).description == "invalid UTF-8 at byte 12")
    }
}
