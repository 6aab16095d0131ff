/// Writes JSON by appending to bytes.
///
/// It places the commas; that each `begin…` has its `end…` and each member its key is the
/// caller's part. Strings that are not UTF-8 are repaired with U+FFFD.
package struct JSONWriter: Sendable {
    /// What has been written so far.
    package var bytes: [UInt8]
    private var needsComma = false

    /// Starts with nothing written and room for so many bytes.
    package init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Opens an object; keys and values follow in turn.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    /// Closes the innermost object.
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Opens an array.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    /// Closes the innermost array.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a key that is known to need no escape.
    package mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        endKey()
    }

    /// Writes a key, escaped.
    package mutating func key(_ name: String) {
        quote(name.utf8.span)
        endKey()
    }

    /// Writes a key from its UTF-8, escaped.
    package mutating func key(utf8 name: ArraySlice<UInt8>) {
        quote(name.span)
        endKey()
    }

    /// Writes a string, escaped.
    package mutating func string(_ value: String) { quote(value.utf8.span) }
    /// Writes a string from its UTF-8, escaped.
    package mutating func string(utf8 value: ArraySlice<UInt8>) { quote(value.span) }
    /// Writes a string from its UTF-8, escaped.
    package mutating func string(utf8 value: [UInt8]) { quote(value.span) }

    /// Writes an integer of any width.
    package mutating func integer(_ value: some BinaryInteger) {
        separate()
        if let value = Int64(exactly: value) {
            DecimalDigits.append(value, to: &bytes)
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
    }

    /// Writes the shortest literal that reads back as `value`; null when it is not finite.
    package mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes a boolean.
    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    /// Writes null.
    package mutating func null() { literal("null") }

    /// Writes a value that is JSON already; nobody checks that.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// Writes a value that is JSON already; nobody checks that.
    package mutating func raw(_ json: ArraySlice<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// Writes a whole tree.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool): self.bool(bool)
        case .integer(let integer): self.integer(integer)
        case .double(let double): self.double(double)
        case .string(let string): self.string(string)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for (key, member) in object {
                self.key(key)
                self.value(member)
            }
            endObject()
        }
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ brace: UInt8) {
        separate()
        bytes.append(brace)
        needsComma = false
    }

    private mutating func end(_ brace: UInt8) {
        bytes.append(brace)
        needsComma = true
    }

    private mutating func quote(_ utf8: Span<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        JSONEscaping.append(utf8, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func endKey() {
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func literal(_ name: StaticString) {
        separate()
        name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }
}
