internal import SmugJSON

// The initializers that the compiler makes for this module's types call these, where the standard
// library's functions of the same names would throw.
extension KeyedDecodingContainer {
    /// The member, or nil: what cannot be read is given back, for `others` to keep.
    @inline(__always)
    private func lenient<T>(_ key: Key, _ read: () throws -> T?) rethrows -> T? {
        do {
            return try read()
        } catch is DecodingError {
            _ = try self.Swift::decodeIfPresent(UnaskedMember.self, forKey: key)
            return nil
        }
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try lenient(key) { try self.Swift::decodeIfPresent(type, forKey: key) }
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try lenient(key) { try self.Swift::decodeIfPresent(type, forKey: key) }
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try lenient(key) { try self.Swift::decodeIfPresent(type, forKey: key) }
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try lenient(key) { try self.Swift::decodeIfPresent(type, forKey: key) }
    }

    func decodeIfPresent<T: EventMember>(_ type: T.Type, forKey key: Key) throws -> T? {
        try lenient(key) { try self.Swift::decodeIfPresent(type, forKey: key) }
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try remembering(decodeIfPresent(type, forKey: key), key)
    }

    func decode<T: EventMember & Emptiable>(_ type: T.Type, forKey key: Key) throws -> T {
        try remembering(decodeIfPresent(type, forKey: key), key)
    }

    /// The value, or an empty one; that it was there and empty is left for `others` to remember.
    @inline(__always)
    private func remembering<T: Emptiable>(_ value: T?, _ key: Key) throws -> T {
        guard let value else { return T() }
        if value.isEmpty { _ = try self.Swift::decodeIfPresent(BlankMember.self, forKey: key) }
        return value
    }
}
