import Foundation
import SmugJSON
import Testing

@Suite struct OtherMembersTests {
    struct Order: Codable, Hashable {
        var id: String
        var customer: Customer?
        var others = OtherMembers()
    }

    struct Customer: Codable, Hashable {
        var name: String?
        var mail: String?
        var others = OtherMembers()
    }

    static let json =
        #"{"new":[1,{"x":null}],"id":"a","customer":{"name":"n","mail":null,"age":3,"a\nb":"c"},"ok":true}"#

    private func decode(_ json: String) throws -> Order {
        try JSONBytesDecoder().decode(Order.self, from: Array(json.utf8))
    }

    @Test func `members that a type does not declare are kept, at every level`() throws {
        let order = try decode(Self.json)
        #expect(order.others == ["new": [1, ["x": nil]], "ok": true])
        #expect(order.customer?.others == ["age": 3, "a\nb": "c"])
    }

    @Test func `they are written back into the object they came from, nulls too`() throws {
        let bytes = try JSONBytesEncoder().encode(try decode(Self.json))
        #expect(try JSONValue(parsing: bytes) == (try JSONValue(parsing: Array(Self.json.utf8))))
    }

    @Test func `a property with a value is written instead of a member of its name`() throws {
        var order = try decode(Self.json)
        order.customer?.mail = "m"
        order.others["id"] = "other"
        let again = try JSONValue(parsing: try JSONBytesEncoder().encode(order))
        #expect(again["customer"]?["mail"] == "m")
        #expect(again["id"] == "a")
        let text = String(decoding: try JSONBytesEncoder().encode(order), as: UTF8.self)
        #expect(text.ranges(of: "\"id\"").count == 1)
    }

    @Test func `a member of the property's own name is a member like any other`() throws {
        let order = try decode(#"{"id":"a","others":{"b":1}}"#)
        #expect(order.others == ["others": ["b": 1]])
        let bytes = try JSONBytesEncoder().encode(order)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"id":"a","others":{"b":1}}"#)
    }

    @Test func `a name that stands twice is kept once`() throws {
        #expect(try decode(#"{"x":1,"id":"a","x":2,"id":"b"}"#).others == ["x": 1])
    }

    @Test func `other coders leave it empty, and keep what it is given`() throws {
        var order = try JSONDecoder().decode(Order.self, from: Data(Self.json.utf8))
        #expect(order.others.isEmpty)
        #expect(
            try !String(decoding: JSONEncoder().encode(order), as: UTF8.self).contains("others"))
        order.others["x"] = 1
        let again = try JSONDecoder().decode(Order.self, from: try JSONEncoder().encode(order))
        #expect(again == order)
    }

    @Test func `any JSON is a value for every decoder`() throws {
        let json = #"[null,true,-1,1.5,"s",[],{"a":[{}]}]"#
        let value = try JSONBytesDecoder().decode(JSONValue.self, from: Array(json.utf8))
        #expect(value == (try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))))
        #expect(String(decoding: try JSONBytesEncoder().encode(value), as: UTF8.self) == json)
    }
}
