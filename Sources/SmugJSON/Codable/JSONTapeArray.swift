/// An array of a tape, read from the front.
struct JSONTapeArray: UnkeyedDecodingContainer {
    private let tape: JSONTape
    private let array: UInt32
    private var element: UInt32
    private var position: UInt32 = 0
    private let end: UInt32

    init(_ tape: JSONTape, at index: Int) throws {
        guard tape.nodes[index].kind == .array else { throw tape.mismatch([Any].self, at: index) }
        self.tape = tape
        array = UInt32(truncatingIfNeeded: index)
        element = array &+ 1
        end = UInt32(truncatingIfNeeded: tape.nodes[index].next)
    }

    var codingPath: [any CodingKey] { tape.path(to: Int(array)) }
    var count: Int? { tape.nodes[Int(array)].count }
    var isAtEnd: Bool { element >= end }
    var currentIndex: Int { Int(position) }

    /// Takes the next element, unless that fails.
    @inline(__always)
    private mutating func take<T>(_ type: Any.Type, _ value: (Int) throws -> T) throws -> T {
        guard !isAtEnd else { throw tape.exhausted(type, in: Int(array)) }
        let taken = try value(Int(element))
        element = UInt32(truncatingIfNeeded: tape.nodes[Int(element)].next)
        position &+= 1
        return taken
    }

    private mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        let tape = tape
        return try take(type) { try tape.integer(type, at: $0) }
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else { throw tape.exhausted(Any?.self, in: Int(array)) }
        guard tape.nodes[Int(element)].kind == .null else { return false }
        element &+= 1
        position &+= 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        let tape = tape
        return try take(type) { try tape.bool(at: $0) }
    }

    mutating func decode(_ type: String.Type) throws -> String {
        let tape = tape
        return try take(type) { try tape.string(at: $0) }
    }

    mutating func decode(_ type: Double.Type) throws -> Double {
        let tape = tape
        return try take(type) { try tape.double(at: $0) }
    }

    mutating func decode(_ type: Float.Type) throws -> Float {
        let tape = tape
        return try take(type) { try tape.floatingPoint(type, at: $0) }
    }

    mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let tape = tape
        return try take(type) { try tape.decode(type, at: $0) }
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws
        -> KeyedDecodingContainer<Key>
    {
        let tape = tape
        return try take([String: Any].self) {
            KeyedDecodingContainer(try JSONTapeObject<Key>(tape, at: $0))
        }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let tape = tape
        return try take([Any].self) { try JSONTapeArray(tape, at: $0) }
    }

    mutating func superDecoder() throws -> any Decoder {
        let tape = tape
        return try take((any Decoder).self) { JSONTapeDecoder(tape, at: $0) }
    }
}
