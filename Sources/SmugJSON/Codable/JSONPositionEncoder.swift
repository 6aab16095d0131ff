/// The place of a value as types see it while they encode themselves.
///
/// Two words, so that it fits into an `any Encoder` without an allocation.
struct JSONPositionEncoder: Encoder {
    private let output: JSONOutput
    /// Of the container that this value is, once there is one.
    private let serial: Int

    init(_ output: JSONOutput, serial: Int) {
        self.output = output
        self.serial = serial
    }

    var codingPath: [any CodingKey] { output.path(to: serial) }
    var userInfo: [CodingUserInfoKey: Any] { output.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        begin(isObject: true)
        return KeyedEncodingContainer(JSONObjectEncoder(output, serial: serial))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        begin(isObject: false)
        return JSONArrayEncoder(output, serial: serial)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// A type and its superclass may both ask for a container: they get the same one.
    private func begin(isObject: Bool) {
        if output.nextSerial == serial { _ = output.begin(isObject: isObject) }
    }
}

extension JSONPositionEncoder: SingleValueEncodingContainer {
    func encodeNil() { output.writer.null() }
    func encode(_ value: Bool) { output.writer.bool(value) }
    func encode(_ value: String) { output.writer.string(value) }
    func encode(_ value: Double) throws { try output.number(value) }
    func encode(_ value: Float) throws { try output.number(value) }
    func encode(_ value: Int) { output.writer.integer(value) }
    func encode(_ value: Int8) { output.writer.integer(value) }
    func encode(_ value: Int16) { output.writer.integer(value) }
    func encode(_ value: Int32) { output.writer.integer(value) }
    func encode(_ value: Int64) { output.writer.integer(value) }
    func encode(_ value: Int128) { output.writer.integer(value) }
    func encode(_ value: UInt) { output.writer.integer(value) }
    func encode(_ value: UInt8) { output.writer.integer(value) }
    func encode(_ value: UInt16) { output.writer.integer(value) }
    func encode(_ value: UInt32) { output.writer.integer(value) }
    func encode(_ value: UInt64) { output.writer.integer(value) }
    func encode(_ value: UInt128) { output.writer.integer(value) }
    func encode<T: Encodable>(_ value: T) throws { try output.encode(value) }
}
