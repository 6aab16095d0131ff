/// Decides whether a body travels as text or as base 64.
package enum BodyText {
    /// Whether the bytes are UTF-8 without NUL.
    package static func isText(_ bytes: Span<UInt8>) -> Bool {
        !containsZero(bytes) && (try? UTF8Span(validating: bytes)) != nil
    }

    private static func containsZero(_ bytes: Span<UInt8>) -> Bool {
        let raw = unsafe bytes.bytes
        var index = 0
        while bytes.count &- index >= 8 {
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
            index &+= 8
        }
        while index < bytes.count {
            if bytes[index] == 0 { return true }
            index &+= 1
        }
        return false
    }
}
