/// A value of a document, or a member's name, by where it stands.
struct JSONNode {
    enum Kind: UInt8 {
        case null, yes, no, number, string, key, array, object
    }

    /// The first byte: of a string or name the one behind its quote.
    let start: UInt32
    /// Behind the last byte: of a string or name its closing quote.
    private(set) var end: UInt32
    private var link: UInt32
    private var extra: UInt32 = 0
    let kind: Kind
    private var flags: UInt8

    private static let marked: UInt8 = 1
    private static let asked: UInt8 = 2
    private static let repeated: UInt8 = 4
    private static let prepared: UInt8 = 8
    private static let blank: UInt8 = 16

    /// `mark` says of a string or name that it holds escapes, and of a number that it is an integer.
    init(_ kind: Kind, start: Int, end: Int, next: Int = 0, mark: Bool = false) {
        self.kind = kind
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        link = UInt32(truncatingIfNeeded: next)
        flags = mark ? Self.marked : 0
    }

    /// Ends an array or an object.
    mutating func close(at end: Int, next: Int, count: Int) {
        self.end = UInt32(truncatingIfNeeded: end)
        link = UInt32(truncatingIfNeeded: next)
        extra = UInt32(truncatingIfNeeded: count)
    }

    var range: Range<Int> { unsafe Range(uncheckedBounds: (Int(start), Int(end))) }

    /// Behind the value and all within it; not for a name.
    var next: Int {
        get { Int(link) }
        set { link = UInt32(truncatingIfNeeded: newValue) }
    }

    /// What is looked at first where names are compared; only for a name.
    var fingerprint: UInt32 {
        get { link }
        set { link = newValue }
    }

    /// How many elements an array has.
    var count: Int { Int(extra) }

    /// Where the next look-up in an object begins: at the name behind the one that was found last.
    var cursor: Int {
        get { Int(extra) }
        set { extra = UInt32(truncatingIfNeeded: newValue) }
    }

    var hasEscapes: Bool { flags & Self.marked != 0 }
    var isInteger: Bool { flags & Self.marked != 0 }

    /// Whether a type has asked for the member of this name.
    var isAsked: Bool { flags & Self.asked != 0 }
    mutating func markAsked() { flags |= Self.asked }
    mutating func unmarkAsked() { flags &= ~Self.asked }

    /// Whether the type that has asked for the member writes nothing in place of its value.
    var isBlank: Bool { flags & Self.blank != 0 }
    mutating func markBlank() { flags |= Self.blank }

    /// Whether the same name stands in the object before.
    var isRepeated: Bool { flags & Self.repeated != 0 }
    mutating func markRepeated() { flags |= Self.repeated }

    /// Whether the names of an object have their fingerprints.
    var isPrepared: Bool { flags & Self.prepared != 0 }
    mutating func markPrepared() { flags |= Self.prepared }
}
