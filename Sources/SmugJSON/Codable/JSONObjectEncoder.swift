/// An object that is being written, for the keys of one type.
struct JSONObjectEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let output: JSONOutput
    private let serial: Int

    init(_ output: JSONOutput, serial: Int) {
        self.output = output
        self.serial = serial
    }

    var codingPath: [any CodingKey] { output.path(to: serial) }

    /// Where the value under a key goes.
    @inline(__always)
    private func next(_ key: Key) -> JSONOutput {
        let output = output.resume(serial)
        output.key(key.stringValue)
        return output
    }

    func encodeNil(forKey key: Key) { next(key).writer.null() }
    func encode(_ value: Bool, forKey key: Key) { next(key).writer.bool(value) }
    func encode(_ value: String, forKey key: Key) { next(key).writer.string(value) }
    func encode(_ value: Double, forKey key: Key) throws { try next(key).number(value) }
    func encode(_ value: Float, forKey key: Key) throws { try next(key).number(value) }
    func encode(_ value: Int, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: Int8, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: Int16, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: Int32, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: Int64, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: Int128, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: UInt, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: UInt8, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: UInt16, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: UInt32, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: UInt64, forKey key: Key) { next(key).writer.integer(value) }
    func encode(_ value: UInt128, forKey key: Key) { next(key).writer.integer(value) }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try next(key).encode(value)
    }

    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
        guard let value else { return }
        if T.self == OtherMembers.self {
            let output = output.resume(serial)
            return try output.encode(unsafe unsafeBitCast(value, to: OtherMembers.self))
        }
        try next(key).encode(value)
    }
}

extension JSONObjectEncoder {
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
        -> KeyedEncodingContainer<Nested>
    {
        let output = next(key)
        let serial = output.begin(isObject: true)
        return KeyedEncodingContainer(JSONObjectEncoder<Nested>(output, serial: serial))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let output = next(key)
        return JSONArrayEncoder(output, serial: output.begin(isObject: false))
    }

    func superEncoder() -> any Encoder { superEncoder(named: "super") }
    func superEncoder(forKey key: Key) -> any Encoder { superEncoder(named: key.stringValue) }

    private func superEncoder(named name: String) -> JSONPositionEncoder {
        let output = output.resume(serial)
        output.key(name)
        return JSONPositionEncoder(output.insertion(), serial: 0)
    }
}
