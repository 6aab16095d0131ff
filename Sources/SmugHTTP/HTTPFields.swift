/// Fields in order, over one byte array and an array of ranges: no string per field.
///
/// Names are tokens in lower case, values are trimmed and hold no control byte but the tab. There
/// is no way to put anything else in, so what is written from here cannot split a message.
@usableFromInline package struct HTTPFields: Sendable {
    /// Where one field's name and value stand in `bytes`.
    @usableFromInline package struct Entry: Hashable, Sendable {
        @usableFromInline let nameStart: UInt32
        @usableFromInline let nameEnd: UInt32
        @usableFromInline let valueStart: UInt32
        @usableFromInline let valueEnd: UInt32

        /// The name's range in `bytes`.
        @inlinable package var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        /// The value's range in `bytes`; it may be empty.
        @inlinable package var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }

        /// Takes ranges that end below 4 GiB.
        init(name: Range<Int>, value: Range<Int>) {
            nameStart = UInt32(name.lowerBound)
            nameEnd = UInt32(name.upperBound)
            valueStart = UInt32(value.lowerBound)
            valueEnd = UInt32(value.upperBound)
        }
    }

    /// The storage of all names and values.
    ///
    /// Fields that came by `append` stand in it as `name: value` and CRLF; a parsed head's first
    /// line comes before its fields. Bytes of removed fields stay.
    package internal(set) var bytes: [UInt8]

    /// The fields in order.
    package internal(set) var entries: [Entry]

    /// No fields.
    package init() {
        bytes = []
        entries = []
    }

    /// Takes pairs of our own; one whose name or value is not allowed is left out.
    ///
    /// For pairs from elsewhere use `append`, which says what is wrong.
    package init(_ pairs: [(String, String)]) {
        self.init()
        for (name, value) in pairs { try? append(name, value) }
    }

    init(bytes: [UInt8], entries: [Entry]) {
        self.bytes = bytes
        self.entries = entries
    }

    /// How many fields there are; a name that stands twice counts twice.
    package var count: Int { entries.count }

    /// Whether there is no field.
    package var isEmpty: Bool { entries.isEmpty }

    /// Makes room, to save growing step by step.
    package mutating func reserve(fields: Int, bytes count: Int) {
        entries.reserveCapacity(entries.count + fields)
        bytes.reserveCapacity(bytes.count + count)
    }
}
