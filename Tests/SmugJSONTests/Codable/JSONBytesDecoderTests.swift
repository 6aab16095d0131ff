import Foundation
import SmugJSON
import TestSupport
import Testing

@Suite struct JSONBytesDecoderTests {
    static let cases: [SideBySide] = [
        SideBySide(Flat.self, #"{"id":"a","count":1,"ratio":0.5,"isOpen":true,"note":"n"}"#),
        SideBySide(Flat.self, #" { "note" : null , "count" : -3 , "id" : "\u00e9\n" } "#),
        SideBySide(Flat.self, #"{"id":"a"}"#),
        SideBySide(Flat.self, #"{"id":null,"count":1}"#),
        SideBySide(Flat.self, #"{"id":7,"count":1}"#),
        SideBySide(Flat.self, #"{"id":"a","count":"1"}"#),
        SideBySide(Flat.self, #"{"id":"a","count":1,"isOpen":0}"#),
        SideBySide(Flat.self, #"{"id":"a","count":1,"ratio":true}"#),
        SideBySide(Flat.self, #"[]"#),
        SideBySide(Flat.self, #"null"#),
        SideBySide(Flat.self, #"{"id":"a","count":1"#),
        SideBySide(Flat.self, #"{"id":"first","count":1,"id":"second"}"#),
        SideBySide(Flat.self, #"{"count":1,"id":"first","count":2}"#),
        SideBySide(Flat.self, #"{"\u0069d":"a","c\u006funt":1,"count":2}"#),
        SideBySide(
            Nested.self,
            #"{"items":[{"name":"x","tags":["a","b"],"sizes":[1,-128]}],"color":"GREEN"}"#),
        SideBySide(
            Nested.self, #"{"items":[{"name":"x","sizes":[1]},{"name":"y","sizes":[200]}]}"#),
        SideBySide(Nested.self, #"{"items":[{"name":"x","sizes":[1]},{"name":"y"}]}"#),
        SideBySide(Nested.self, #"{"items":[{"name":"x","tags":[1],"sizes":[]}]}"#),
        SideBySide(Nested.self, #"{"items":[],"color":"blue"}"#),
        SideBySide(Nested.self, #"{"items":[],"byName":{"k":{"name":"x","sizes":[]}}}"#),
        SideBySide(Nested.self, #"{"items":[],"byName":{"k":{"name":"x","sizes":{}}}}"#),
        SideBySide(Nested.self, #"{"items":[],"byNumber":{"1":"one","-2":"two"}}"#),
        SideBySide(Nested.self, #"{"items":[],"byNumber":{"one":"one"}}"#),
        SideBySide(Nested.self, #"{"items":[],"lists":{"a":["b"],"c":[]},"maybe":[1,null,3]}"#),
        SideBySide(Nested.self, #"{"items":[],"lists":{"a":["b",null]}}"#),
        SideBySide(Shape.self, #"{"circle":{"radius":1.5}}"#),
        SideBySide(Shape.self, #"{"square":{"_0":2,"name":"s"}}"#),
        SideBySide(Shape.self, #"{"empty":{}}"#),
        SideBySide(Shape.self, #"{"empty":{},"circle":{"radius":1}}"#),
        SideBySide(Shape.self, #"{"triangle":{}}"#),
        SideBySide(Dog.self, #"{"tricks":["sit"],"super":{"name":"Rex"}}"#),
        SideBySide(Dog.self, #"{"tricks":["sit"],"super":{"name":1}}"#),
        SideBySide(Cat.self, #"{"lives":9,"name":"Tom"}"#),
        SideBySide(Winding.self, #"{"list":[[1,2]],"outer":{"first":1,"second":2},"last":"l"}"#),
        SideBySide(Winding.self, #"{"list":[[1,"2"]],"outer":{"first":1,"second":2},"last":"l"}"#),
        SideBySide(Winding.self, #"{"list":[],"outer":{"first":1,"second":2},"last":"l"}"#),
        SideBySide([String: String].self, #"{"a":"1","b":"2","a":"3"}"#),
        SideBySide([String: String].self, #"{"a":null}"#),
        SideBySide([[[String: Int]]].self, #"[[{"a":1}],[]]"#),
        SideBySide([String].self, #"["a","😀","\ud83d\ude00"]"#),
        SideBySide([String].self, #"{"a":1}"#),
        SideBySide(String.self, #""top""#),
        SideBySide(Int?.self, "null"),
        SideBySide(Bool.self, " true "),
        SideBySide(String.self, ""),
        SideBySide(String.self, "\"\u{7f}\""),
        SideBySide(String.self, #""\ud800""#),
        SideBySide(String.self, "\"\t\""),
    ]

    @Test(arguments: cases)
    func `a document decodes as with Foundation, to the same value or the same error`(
        _ sample: SideBySide
    ) {
        sample.check()
    }

    static let numbers = [
        "0", "-0", "1", "-1", "127", "128", "-128", "-129", "255", "256", "65535", "65536",
        "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
        "18446744073709551615", "18446744073709551616", "999999999999999999",
        "1.0", "1.5", "1e3", "1E+3", "120e-1", "1e-1", "1e18", "1e19", "0.1", "0.3",
        "3.14159265358979",
        "123456789012345678", "1.7976931348623157e308", "5e-324", "1e22", "1e23",
        "9007199254740993",
        "0.000001", "123.456e10", "-2.5e-3", "8.41",
    ]

    @Test(arguments: numbers)
    func `a number is the same in every type, or fits in neither`(_ literal: String) {
        func check<T: Decodable & Equatable & SendableMetatype>(_ type: T.Type) {
            SideBySide([T].self, "[\(literal)]").check()
        }
        check(Int.self)
        check(Int8.self)
        check(Int16.self)
        check(Int32.self)
        check(Int64.self)
        check(UInt.self)
        check(UInt8.self)
        check(UInt16.self)
        check(UInt32.self)
        check(UInt64.self)
        check(Double.self)
    }

    @Test(arguments: ["1e400", "-1e400", "1e-400"])
    func `a number beyond Double is an error, and one too close to zero is zero`(
        _ literal: String
    ) {
        let decoded = try? JSONBytesDecoder().decode(Double.self, from: Array(literal.utf8))
        #expect(decoded == (literal == "1e-400" ? 0 : nil))
    }

    @Test func `wide integers and floats keep every digit`() throws {
        let decoder = JSONBytesDecoder()
        let wide = "-170141183460469231731687303715884105728"
        #expect(try decoder.decode([Int128].self, from: Array("[\(wide)]".utf8)) == [.min])
        #expect(try decoder.decode(UInt128.self, from: Array("\(UInt128.max)".utf8)) == .max)
        #expect(try decoder.decode(Float.self, from: Array("16777217.0000001".utf8)) == 16_777_218)
    }

    @Test(arguments: [
        ("{\n \"a\": [1, x]}", "$.a: unexpected character at byte 12, line 2, column 11"),
        (#"{"a":{"b c":}}"#, #"$.a["b c"]: unexpected character at byte 12, line 1, column 13"#),
        ("", "$: JSON ends inside a value at byte 0, line 1, column 1"),
        ("1 2", "$: unexpected text after the JSON value at byte 2, line 1, column 3"),
    ])
    func `what is malformed is told with its path and its place`(_ json: String, _ message: String)
    {
        let error = #expect(throws: DecodingError.self) {
            try JSONBytesDecoder().decode(JSONValue.self, from: Array(json.utf8))
        }
        #expect(error?.jsonMessage == message)
    }

    @Test(arguments: [
        (
            #"{"items":[{"name":"x","sizes":[]},{"name":4}]}"#,
            "$.items[1].name: expected a string, found a number"
        ),
        (
            #"{"items":[{"sizes":[]}]}"#,
            #"$.items[0].name: expected a member "name", found none"#
        ),
        (
            #"{"items":[{"name":"x","sizes":[1,300]}]}"#,
            "$.items[0].sizes[1]: the number 300 does not fit in Int8"
        ),
        (#"{"items":{}}"#, "$.items: expected an array, found an object"),
        (#"{"items":null}"#, "$.items: expected an array, found null"),
        (
            #"{"items":[],"byName":{"a-b":[]}}"#,
            #"$.byName["a-b"]: expected an object, found an array"#
        ),
    ])
    func `what does not fit is told with its path`(_ json: String, _ message: String) {
        let error = #expect(throws: DecodingError.self) {
            try JSONBytesDecoder().decode(Nested.self, from: Array(json.utf8))
        }
        #expect(error?.jsonMessage == message)
    }

    @Test func `128 levels decode, and one more is an error`() {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        let decoder = JSONBytesDecoder()
        #expect((try? decoder.decode(JSONValue.self, from: nested(128))) != nil)
        #expect((try? decoder.decode(JSONValue.self, from: nested(129))) == nil)
    }

    @Test func `half of a surrogate pair is refused, or replaced where that is asked for`() throws {
        var decoder = JSONBytesDecoder()
        let bytes = Array(#"["a\ud800b"]"#.utf8)
        #expect(throws: DecodingError.self) { try decoder.decode([String].self, from: bytes) }
        decoder.loneSurrogates = .replace
        #expect(try decoder.decode([String].self, from: bytes) == ["a\u{FFFD}b"])
    }

    @Test func `a part of the bytes decodes as a document of its own`() throws {
        let bytes = Array(#"[{"id":"a","count":1},2]"#.utf8)
        let flat = try JSONBytesDecoder().decode(Flat.self, from: bytes, in: 1..<21)
        #expect(flat == Flat(id: "a", count: 1))
    }

    @Test func `a type finds what its decoder was given for it`() throws {
        struct Reader: Decodable {
            static let key = CodingUserInfoKey(rawValue: "unit")
            let unit: String?
            init(from decoder: any Decoder) throws {
                unit = Self.key.flatMap { decoder.userInfo[$0] as? String }
            }
        }
        var decoder = JSONBytesDecoder()
        decoder.userInfo[try #require(Reader.key)] = "metre"
        #expect(try decoder.decode([Reader].self, from: Array("[1]".utf8)).first?.unit == "metre")
    }

    /// Of each name in a large object the first value counts, in any order of asking.
    @Test(arguments: [3, 48, 49, 400])
    func `names that stand twice count once, the first of them`(_ count: Int) throws {
        let members = (0..<count).map { #""k\#($0)":\#($0)"# }
        let doubled = (members + (0..<count).map { #""k\#($0)":-1"# }).joined(separator: ",")
        SideBySide([String: Int].self, "{\(doubled)}").check()
        let value = try JSONBytesDecoder().decode(
            JSONValue.self, from: Array("{\(doubled)}".utf8))
        #expect(value["k\(count - 1)"] == .integer(Int64(count - 1)))
        #expect(value.object?.count == count)
    }

    /// Foundation reads every document that this decoder reads, and as the same.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `spoilt documents are refused, or say the same to both`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = Array(
            #"{"items":[{"name":"a\n\u00e9","tags":["é","\ud83d\ude00"],"sizes":[1,-2,3]}],"n":[1.5e3,true,null]}"#
                .utf8)
        for _ in 0..<25 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: index)
                default:
                    bytes.insert(bytes[Int.random(in: bytes.indices, using: &random)], at: index)
                }
            }
            _ = try? JSONBytesDecoder().decode(Nested.self, from: bytes)
            guard let ours = try? JSONBytesDecoder().decode(JSONValue.self, from: bytes) else {
                continue
            }
            let theirs = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            #expect(
                Self.withIntegers(ours) == theirs.map(Self.withIntegers),
                "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    /// Foundation does not say whether a literal had an exponent: 1e3 is an integer there.
    private static func withIntegers(_ value: JSONValue) -> JSONValue {
        switch value {
        case .double: value.int.map { .integer(Int64($0)) } ?? value
        case .array(let elements): .array(elements.map(withIntegers))
        case .object(let object):
            .object(object.reduce(into: [:]) { $0[$1.key] = withIntegers($1.value) })
        default: value
        }
    }
}
