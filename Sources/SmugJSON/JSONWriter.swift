/// Writes JSON by appending to bytes.
///
/// It places the commas; that each `begin…` has its `end…` and each member its key is the
/// caller's part. Strings that are not UTF-8 are repaired with U+FFFD.
package struct JSONWriter: Sendable {
    /// What has been written so far.
    package var bytes: [UInt8]
    /// Whether a value has been written where the next one comes.
    var needsComma = false

    /// Starts with nothing written and room for so many bytes.
    package init(capacity: Int = 256) {
        bytes = []
        if capacity > 0 { bytes.reserveCapacity(capacity) }
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
        write(name.utf8CodeUnitCount + 3) { output in
            output.append(UInt8(ascii: "\""))
            output.append(name)
            output.append(UInt8(ascii: "\""))
            output.append(UInt8(ascii: ":"))
        }
        needsComma = false
    }

    /// Writes a key, escaped.
    @_disfavoredOverload
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

    /// Writes a string that is known to need no escape.
    package mutating func string(literal value: StaticString) {
        write(value.utf8CodeUnitCount + 2) { output in
            output.append(UInt8(ascii: "\""))
            output.append(value)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Writes an integer.
    package mutating func integer(_ value: Int) {
        separate()
        DecimalDigits.append(Int64(value), to: &bytes)
    }

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

    /// Writes members of the open object as `body` gives them, each with a comma in front.
    ///
    /// For lines that are written so often that each step counts. `room` is about what `body`
    /// writes, in bytes; where it fills that, all is written again with more.
    package mutating func members(room: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        let start = bytes.count
        var room = max(room, 16)
        while true {
            bytes.append(addingCapacity: room, initializingWith: body)
            if bytes.count - start < room { break }
            bytes.removeLast(room)
            room *= 2
        }
        needsComma = true
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

    /// Writes a comma where one is due, and up to `room` bytes.
    @inline(__always)
    private mutating func write(_ room: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        bytes.append(addingCapacity: room + 1) { output in
            if needsComma { output.append(UInt8(ascii: ",")) }
            body(&output)
        }
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
        guard PlainRun.end(in: utf8, from: 0, to: utf8.count) == utf8.count else {
            separate()
            bytes.append(UInt8(ascii: "\""))
            JSONEscaping.append(utf8, to: &bytes)
            return bytes.append(UInt8(ascii: "\""))
        }
        write(utf8.count + 2) { output in
            output.append(UInt8(ascii: "\""))
            output.append(utf8)
            output.append(UInt8(ascii: "\""))
        }
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
