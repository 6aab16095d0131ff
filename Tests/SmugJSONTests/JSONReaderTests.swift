import SmugJSON
import TestSupport
import Testing

@Suite struct JSONReaderTests {
    /// The fault of a whole document, if it has one.
    private func fault(of bytes: [UInt8], in range: Range<Int>? = nil) -> JSONError? {
        do {
            var reader = JSONReader(bytes, in: range)
            while try reader.next() != .end {}
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: JSONVector.all)
    func `a document is valid, or refused with its rule and place`(vector: JSONVector) {
        #expect(fault(of: vector.bytes) == vector.fault)
    }

    @Test(arguments: JSONVector.all)
    func `a range of the bytes is read as if it were all, with offsets into all`(
        vector: JSONVector
    ) {
        let padding = Array("[\"".utf8)
        let range = padding.count..<padding.count + vector.bytes.count
        let expected = vector.fault.map { JSONError($0.code, at: $0.offset + padding.count) }
        #expect(fault(of: padding + vector.bytes + padding, in: range) == expected)
    }

    @Test(arguments: JSONVector.all)
    func `skipping judges as reading does`(vector: JSONVector) {
        var found: JSONError?
        do {
            var reader = JSONReader(vector.bytes)
            _ = try reader.skipValue()
            _ = try reader.next()
        } catch {
            found = error
        }
        #expect(found == vector.fault)
    }

    @Test func `tokens come in order with their ranges`() throws {
        let text = #"{"k":[1,-2.5e3,true,false,null,"s\n"],"o":{}}"#
        var reader = JSONReader(Array(text.utf8))
        var seen: [String] = []
        while true {
            let token = try reader.next()
            switch token {
            case .key(let key): seen.append("key \(reader.string(key))")
            case .string(let string): seen.append("string \(reader.string(string))")
            case .number(let number):
                seen.append("number \(reader.double(number)) \(number.isInteger)")
            default: seen.append("\(token)")
            }
            if token == .end { break }
        }
        #expect(
            seen == [
                "beginObject", "key k", "beginArray", "number 1.0 true", "number -2500.0 false",
                "bool(true)", "bool(false)", "null", "string s\n", "endArray", "key o",
                "beginObject", "endObject", "endObject", "end",
            ])
    }

    @Test func `the end comes as often as it is asked for`() throws {
        var reader = JSONReader(Array("1".utf8))
        _ = try reader.next()
        #expect(try reader.next() == .end)
        #expect(try reader.next() == .end)
    }

    @Test func `an error comes again and again`() {
        var reader = JSONReader(Array("[1 2]".utf8))
        let expected = JSONError(.unexpectedByte, at: 3)
        for _ in 0..<2 { _ = try? reader.next() }
        for _ in 0..<3 { #expect(throws: expected) { try reader.next() } }
    }

    @Test func `skipping returns the bytes of the value without the space around it`() throws {
        let bytes = Array(#"{"a" : {"b":[1, 2]} , "c": "x" }"#.utf8)
        var reader = JSONReader(bytes)
        _ = try reader.next()
        _ = try reader.next()
        #expect(Array(bytes[try reader.skipValue()]) == Array(#"{"b":[1, 2]}"#.utf8))
        _ = try reader.next()
        #expect(Array(bytes[try reader.skipValue()]) == Array(#""x""#.utf8))
        #expect(try reader.next() == .endObject)
        #expect(try reader.next() == .end)
    }

    @Test func `skipping where no value comes is refused`() throws {
        var reader = JSONReader(Array("[]".utf8))
        _ = try reader.next()
        #expect(throws: JSONError(.unexpectedByte, at: 1)) { try reader.skipValue() }
        var done = JSONReader(Array("1".utf8))
        _ = try done.next()
        #expect(throws: JSONError(.unexpectedEnd, at: 1)) { try done.skipValue() }
    }

    @Test func `the depth limit is the caller's, up to 128`() {
        let bytes = Array("[[[]]]".utf8)
        for (limit, offset) in [(2, 2), (0, 0), (-1, 0)] {
            var reader = JSONReader(bytes, maxDepth: limit)
            #expect(throws: JSONError(.tooDeep, at: offset)) {
                try reader.skipValue()
            }
        }
        var exact = JSONReader(bytes, maxDepth: 3)
        #expect(throws: Never.self) { try exact.skipValue() }
    }

    @Test(arguments: [-5..<2, 3..<900, 40..<50])
    func `a range beyond the bytes is cut to them`(range: Range<Int>) {
        _ = fault(of: Array("[1, 2]".utf8), in: range)
    }

    @Test(arguments: JSONVector.valid)
    func `no proper prefix of a container is valid, and none traps`(vector: JSONVector) {
        guard let first = vector.bytes.first, first == 0x5B || first == 0x7B else { return }
        for count in 0..<vector.bytes.count {
            #expect(fault(of: Array(vector.bytes[..<count])) != nil, "\(count) bytes")
        }
    }

    @Test(arguments: 0..<UInt64(40))
    func `random bytes never trap`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array(#"{}[]",:\u0DdE8e+-.1tfn "#.utf8) + [0x80, 0xC3, 0xA9, 0xED, 0xF4, 0]
        for _ in 0..<200 {
            let count = Int.random(in: 0..<40, using: &random)
            let isPlain = Bool.random(using: &random)
            let bytes = (0..<count).map { _ -> UInt8 in
                isPlain
                    ? UInt8.random(in: 0...255, using: &random)
                    : alphabet.randomElement(using: &random) ?? 0
            }
            if let fault = fault(of: bytes) { #expect((0...count).contains(fault.offset)) }
            _ = try? JSONValue(parsing: bytes, loneSurrogates: .replace)
        }
    }

    @Test(arguments: 0..<UInt64(40))
    func `what is left of a mutated document is read the same as a tree`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let text = #"{"a":[1,2.5e-3,"x\u00e9\ud83d\ude39é€𝄞"],"b":{"c":null,"d":[true,false]}}"#
        for _ in 0..<100 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
            let fault = fault(of: bytes)
            do {
                let value = try JSONValue(parsing: bytes)
                #expect(fault == nil)
                #expect(try JSONValue(parsing: value.serialized()) == value)
            } catch  where error.code == .numberOutOfRange {
                #expect(fault?.code != .numberOutOfRange)
            } catch {
                #expect(fault == error)
            }
        }
    }
}
