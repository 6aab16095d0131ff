/// What to do with half of a surrogate pair that stands escaped in a string.
public enum LoneSurrogates: Sendable {
    /// Takes it for a fault, as RFC 8259 allows.
    case refuse
    /// Reads it as U+FFFD.
    case replace
}

/// A string where it stands in the reader's bytes.
@usableFromInline package struct JSONString: Hashable, Sendable {
    /// The bytes between the quotes, still escaped.
    @usableFromInline package let range: Range<Int>
    /// Whether there is a backslash; without one the bytes are the text.
    @usableFromInline package let hasEscapes: Bool
}

/// A number where it stands in the reader's bytes.
package struct JSONNumber: Hashable, Sendable {
    /// The bytes of the literal.
    package let range: Range<Int>
    /// Whether the literal has neither fraction nor exponent.
    package let isInteger: Bool
}

extension JSONReader {
    /// One step of a document.
    package enum Token: Hashable, Sendable {
        case beginObject
        case endObject
        case beginArray
        case endArray
        /// A member's name; its value is the next token.
        case key(JSONString)
        case string(JSONString)
        case number(JSONNumber)
        case bool(Bool)
        case null
        /// The document is complete and valid.
        case end
    }
}
