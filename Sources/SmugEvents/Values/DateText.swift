internal import SmugHTTP

/// A time as text, in any of the forms that AWS's services use.
///
/// The text stays as it is; ``sinceEpoch`` reads it. The forms: ISO 8601 (`2020-03-12T19:03:58.123Z`,
/// with an offset, with a blank in place of `T`, basic as `20200312T190358Z`), HTTP's and mail's
/// (`Thu, 12 Mar 2020 19:03:58 GMT`), API Gateway's (`12/Mar/2020:19:03:58 +0000`), CodeBuild's
/// (`Mar 12, 2020 7:03:58 PM`), and C's (`Thu Mar 12 19:03:58 UTC 2020`).
public struct DateText: Hashable, Sendable, Codable, EventMember {
    /// The text as it stands.
    public var text: String

    /// Text that is a time.
    public init(_ text: String) { self.text = text }

    /// A time since 1 January 1970, UTC, as ISO 8601 with milliseconds.
    public init(sinceEpoch time: Duration) {
        let seconds = time.components.seconds
        let milliseconds = Int(time.components.attoseconds / 1_000_000_000_000_000)
        let borrowed = milliseconds < 0
        let civil = CivilTime(epochSeconds: borrowed ? seconds - 1 : seconds)
        let digits = String((borrowed ? milliseconds + 1000 : milliseconds) + 1000).dropFirst()
        text = String(decoding: civil.rfc3339, as: UTF8.self) + "." + digits + "Z"
    }

    /// The time since 1 January 1970, UTC; nil where the text is in none of the forms.
    ///
    /// A text that names no zone is taken for UTC.
    public var sinceEpoch: Duration? {
        var reader = DateReader(text)
        return reader.time()
    }

    /// Text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension DateText: ExpressibleByStringLiteral {
    /// Text that is a time.
    public init(stringLiteral value: String) { self.init(value) }
}
