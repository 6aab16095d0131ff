/// An array that is being written.
struct JSONArrayEncoder: UnkeyedEncodingContainer {
    private let output: JSONOutput
    private let serial: Int

    init(_ output: JSONOutput, serial: Int) {
        self.output = output
        self.serial = serial
    }

    var codingPath: [any CodingKey] { output.path(to: serial) }
    var count: Int { output.count(of: serial) }

    /// Where the next element goes.
    private func next() -> JSONOutput {
        let output = output.resume(serial)
        output.element()
        return output
    }

    func encodeNil() { next().writer.null() }
    func encode(_ value: Bool) { next().writer.bool(value) }
    func encode(_ value: String) { next().writer.string(value) }
    func encode(_ value: Double) throws { try next().number(value) }
    func encode(_ value: Float) throws { try next().number(value) }
    func encode(_ value: Int) { next().writer.integer(value) }
    func encode(_ value: Int8) { next().writer.integer(value) }
    func encode(_ value: Int16) { next().writer.integer(value) }
    func encode(_ value: Int32) { next().writer.integer(value) }
    func encode(_ value: Int64) { next().writer.integer(value) }
    func encode(_ value: Int128) { next().writer.integer(value) }
    func encode(_ value: UInt) { next().writer.integer(value) }
    func encode(_ value: UInt8) { next().writer.integer(value) }
    func encode(_ value: UInt16) { next().writer.integer(value) }
    func encode(_ value: UInt32) { next().writer.integer(value) }
    func encode(_ value: UInt64) { next().writer.integer(value) }
    func encode(_ value: UInt128) { next().writer.integer(value) }
    func encode<T: Encodable>(_ value: T) throws { try next().encode(value) }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let output = next()
        let serial = output.begin(isObject: true)
        return KeyedEncodingContainer(JSONObjectEncoder(output, serial: serial))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let output = next()
        return JSONArrayEncoder(output, serial: output.begin(isObject: false))
    }

    func superEncoder() -> any Encoder { JSONPositionEncoder(next().insertion(), serial: 0) }
}
