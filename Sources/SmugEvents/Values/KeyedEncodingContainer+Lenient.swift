internal import SmugJSON

// What is empty and not optional is written only where the event had it so: `others` remembers that.
extension KeyedEncodingContainer {
    mutating func encode(_ value: String, forKey key: Key) throws {
        if !value.isEmpty { try self.Swift::encode(value, forKey: key) }
    }

    mutating func encode<T: Encodable & Emptiable>(_ value: T, forKey key: Key) throws {
        if !value.isEmpty { try self.Swift::encode(value, forKey: key) }
    }
}
