internal import SmugJSON

/// Decides whether a body travels as text or as base 64.
package enum BodyText {
    /// Whether the bytes are UTF-8 without NUL.
    package static func isText(_ bytes: Span<UInt8>) -> Bool {
        TextScan(bytes).isText
    }
}
