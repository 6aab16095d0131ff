import Foundation
import SmugJSON
import Testing

/// A value that both encoders write.
struct Written: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let compare: @Sendable () throws -> Void

    init<T: Codable & Equatable & SendableMetatype>(
        _ value: @escaping @autoclosure @Sendable () -> T
    ) {
        testDescription = "\(T.self)"
        compare = {
            let ours = try JSONBytesEncoder().encode(value())
            let theirs = try JSONEncoder().encode(value())
            #expect(try tree(ours) == tree(Array(theirs)))
            #expect(try JSONBytesDecoder().decode(T.self, from: ours) == value())
            #expect(try JSONDecoder().decode(T.self, from: Data(ours)) == value())
        }
    }
}

private func tree(_ bytes: [UInt8]) throws -> JSONValue { try JSONValue(parsing: bytes) }
private func text(_ value: some Encodable) throws -> String {
    String(decoding: try JSONBytesEncoder().encode(value), as: UTF8.self)
}

@Suite struct JSONBytesEncoderTests {
    static let values: [Written] = [
        Written(Flat(id: "a\"\\/\n\u{1}é😀", count: -1, ratio: 1, isOpen: false, note: nil)),
        Written(
            Nested(
                items: [
                    .init(name: "x", tags: ["a"], sizes: [1, -2]), .init(name: "", sizes: []),
                ],
                byName: ["k": .init(name: "y", sizes: [])], byNumber: [1: "one"],
                lists: ["a": ["b", "c"]], color: .green, maybe: [1, nil])),
        Written([Shape.circle(radius: 2), .square(1, name: "s"), .empty]),
        Written(Dog(name: "Rex", tricks: ["sit", "roll"])),
        Written([Dog(name: "Rex", tricks: []), Dog(name: "Pit", tricks: ["x"])]),
        Written(Cat(name: "Tom", lives: 9)),
        Written(Winding(first: 1, second: 2, list: [3, 4, 5], last: "l")),
        Written([Winding(first: 1, second: 2, list: [], last: "l")]),
        Written([[String: Int]]()),
        Written([UInt64.max]),
        Written([Int64.min]),
        Written([0.1, -0.0, 1e300, .leastNonzeroMagnitude, 123456789]),
        Written([Float(0.1), 16_777_216]),
        Written("top"),
        Written(["a": JSONValue.null, "b": [1, "x", [:]], "c": 1.5]),
        Written(JSONValue.object(["z": 1, "a": 2])),
        Written([Int?.none, 1]),
    ]

    @Test(arguments: values)
    func `a value is written as by Foundation and read back as the same`(_ value: Written) throws {
        try value.compare()
    }

    @Test func `members stand in the order in which a type encodes them`() throws {
        #expect(
            try text(Flat(id: "a", count: 1, ratio: 2, isOpen: true, note: "n"))
                == #"{"id":"a","count":1,"ratio":2,"isOpen":true,"note":"n"}"#)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that is not finite is an error with its path`(_ number: Double) {
        let error = #expect(throws: EncodingError.self) {
            try JSONBytesEncoder().encode(["a": [Flat(id: "x", count: 1, ratio: number)]])
        }
        guard case .invalidValue(_, let context)? = error else { return }
        #expect(context.codingPath.jsonPath == "$.a[0].ratio")
        #expect(throws: EncodingError.self) {
            try JSONBytesEncoder().encode([JSONValue.array([.double(number)])])
        }
    }

    @Test func `a type that encodes nothing is an empty object, and at the top an error`() throws {
        struct Silent: Encodable {
            func encode(to encoder: any Encoder) {}
        }
        #expect(try text([Silent()]) == "[{}]")
        #expect(try text(["a": Silent()]) == #"{"a":{}}"#)
        #expect(throws: EncodingError.self) { try JSONBytesEncoder().encode(Silent()) }
    }

    @Test(arguments: [1, 12, 13, 100])
    func `of a key that is encoded twice the last value counts`(_ count: Int) throws {
        struct Twice: Encodable {
            let count: Int
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(Members(count: count))
            }
        }
        struct Members: Encodable {
            let count: Int
            struct Key: CodingKey {
                let stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                for index in 0..<count {
                    try container.encode([index], forKey: Key(stringValue: "k\(index)"))
                }
                try container.encode(["last": [1, 2]], forKey: Key(stringValue: "k0"))
            }
        }
        let ours = try tree(try JSONBytesEncoder().encode([Twice(count: count)]))
        #expect(ours == (try tree(Array(try JSONEncoder().encode([Twice(count: count)])))))
        #expect(try text([Twice(count: count)]).ranges(of: "\"k0\"").count == 1)
    }

    @Test func `a container knows its path and its count`() throws {
        struct Probe: Encodable {
            func encode(to encoder: any Encoder) throws {
                var outer = encoder.container(keyedBy: JSONKey.self)
                var list = outer.nestedUnkeyedContainer(forKey: JSONKey("list"))
                try list.encode(1)
                #expect(list.count == 1)
                #expect(list.codingPath.jsonPath == "$[0].list")
                #expect(outer.codingPath.jsonPath == "$[0]")
                #expect(encoder.codingPath.jsonPath == "$[0]")
            }
        }
        struct JSONKey: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(_ name: String) { stringValue = name }
            init?(stringValue: String) { self.init(stringValue) }
            init?(intValue: Int) { nil }
        }
        #expect(try text([Probe()]) == #"[{"list":[1]}]"#)
    }
}
