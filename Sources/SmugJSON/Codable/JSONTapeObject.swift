/// An object of a tape, for the keys of one type.
struct JSONTapeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let tape: JSONTape
    let object: Int

    init(_ tape: JSONTape, at index: Int) throws {
        guard tape.nodes[index].kind == .object else {
            throw tape.mismatch([String: Any].self, at: index)
        }
        tape.prepare(index)
        self.tape = tape
        object = index
    }

    var codingPath: [any CodingKey] { tape.path(to: object) }
    var allKeys: [Key] {
        tape.keys(of: object).compactMap { Key(stringValue: tape.name(at: $0)) }
    }

    func contains(_ key: Key) -> Bool { tape.contains(key.stringValue, in: object) }

    /// The value under a key.
    @inline(__always)
    private func value(_ key: Key) throws -> Int {
        guard let index = tape.value(of: key.stringValue, in: object) else {
            throw tape.missing(key, in: object)
        }
        return index
    }

    /// The value under a key; nil where it is missing or null.
    @inline(__always)
    private func present(_ key: Key) -> Int? {
        guard let index = tape.value(of: key.stringValue, in: object),
            tape.nodes[index].kind != .null
        else { return nil }
        return index
    }

    func decodeNil(forKey key: Key) throws -> Bool { tape.nodes[try value(key)].kind == .null }

    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try tape.bool(at: value(key)) }

    func decode(_: String.Type, forKey key: Key) throws -> String {
        try tape.string(at: value(key))
    }

    func decode(_: Double.Type, forKey key: Key) throws -> Double {
        try tape.double(at: value(key))
    }

    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try tape.floatingPoint(type, at: value(key))
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try tape.decode(type, at: value(key))
    }

    func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? {
        try present(key).map { try tape.bool(at: $0) }
    }

    func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try tape.string(at: $0) }
    }

    func decodeIfPresent(_: Double.Type, forKey key: Key) throws -> Double? {
        try present(key).map { try tape.double(at: $0) }
    }

    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
        try present(key).map { try tape.floatingPoint(type, at: $0) }
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        if type == OtherMembers.self {
            return unsafe unsafeBitCast(try tape.others(in: object), to: T.self)
        }
        if type == UnaskedMember.self {
            tape.giveBack(key.stringValue, in: object)
            return nil
        }
        if type == BlankMember.self {
            tape.leaveBlank(key.stringValue, in: object)
            return nil
        }
        guard let index = present(key) else { return nil }
        return try tape.decode(type, at: index)
    }

    private func integer<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T {
        try tape.integer(type, at: value(key))
    }

    private func integerIfPresent<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T? {
        guard let index = present(key) else { return nil }
        return try tape.integer(type, at: index)
    }
}

extension JSONTapeObject {
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        KeyedDecodingContainer(try JSONTapeObject<Nested>(tape, at: value(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try JSONTapeArray(tape, at: value(key))
    }

    func superDecoder() throws -> any Decoder { superDecoder(named: "super") }
    func superDecoder(forKey key: Key) throws -> any Decoder {
        superDecoder(named: key.stringValue)
    }

    /// Null where there is no such member.
    private func superDecoder(named name: String) -> JSONTapeDecoder {
        JSONTapeDecoder(
            tape, at: tape.value(of: name, in: object) ?? tape.addAbsent(name, in: object))
    }
}

// The compiler asks for each width by itself.
extension JSONTapeObject {
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try integer(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try integer(type, key) }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try integerIfPresent(type, key)
    }

    func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
        try integerIfPresent(type, key)
    }
}
