/// Base 64 with the standard alphabet (RFC 4648, section 4).
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The six bits of each character; 0xFF for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        return values
    }()

    /// How many characters `count` bytes become, with padding.
    package static func encodedCount(of count: Int) -> Int { (count + 2) / 3 * 4 }

    /// Appends the bytes, encoded and padded.
    package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        guard !bytes.isEmpty else { return }  // else all threads write to the one empty array
        output.append(addingCapacity: encodedCount(of: bytes.count)) { append(bytes, to: &$0) }
    }

    /// Appends the bytes, encoded and padded; the sink must have `encodedCount` free.
    static func append(_ bytes: Span<UInt8>, to sink: inout OutputSpan<UInt8>) {
        let alphabet = alphabet
        let letters = alphabet.span
        var index = 0
        while bytes.count &- index >= 3 {
            let group =
                UInt32(bytes[index]) << 16 | UInt32(bytes[index &+ 1]) << 8
                | UInt32(bytes[index &+ 2])
            sink.append(letters[Int(group >> 18)])
            sink.append(letters[Int(group >> 12 & 63)])
            sink.append(letters[Int(group >> 6 & 63)])
            sink.append(letters[Int(group & 63)])
            index &+= 3
        }
        guard index < bytes.count else { return }
        let hasTwo = bytes.count &- index == 2
        let second = hasTwo ? UInt32(bytes[index &+ 1]) : 0
        let group = UInt32(bytes[index]) << 16 | second << 8
        sink.append(letters[Int(group >> 18)])
        sink.append(letters[Int(group >> 12 & 63)])
        sink.append(hasTwo ? letters[Int(group >> 6 & 63)] : UInt8(ascii: "="))
        sink.append(UInt8(ascii: "="))
    }

    /// Decodes strictly: no white space, no other alphabet, no bits left over.
    ///
    /// Padding may be there or not. Returns nil for anything else.
    package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var end = text.count
        while end > 0, text.count &- end < 2, text[end &- 1] == UInt8(ascii: "=") { end &-= 1 }
        let rest = end & 3
        guard rest != 1, text.count &- end <= (4 - rest) & 3 else { return nil }
        let table = values
        var isValid = true
        let output = [UInt8](capacity: end / 4 &* 3 &+ 2) { sink in
            let values = table.span
            var index = 0
            var faults: UInt8 = 0
            while end &- index >= 4 {
                let first = values[Int(text[index])]
                let second = values[Int(text[index &+ 1])]
                let third = values[Int(text[index &+ 2])]
                let fourth = values[Int(text[index &+ 3])]
                faults |= first | second | third | fourth
                sink.append(first << 2 | second >> 4)
                sink.append(second << 4 | third >> 2)
                sink.append(third << 6 | fourth)
                index &+= 4
            }
            if rest >= 2 {
                let first = values[Int(text[index])]
                let second = values[Int(text[index &+ 1])]
                let third = rest == 3 ? values[Int(text[index &+ 2])] : 0
                faults |= first | second | third
                sink.append(first << 2 | second >> 4)
                if rest == 3 { sink.append(second << 4 | third >> 2) }
                let left = rest == 3 ? third << 6 : second << 4
                if left != 0 { faults = 0xFF }
            }
            isValid = faults & 0xC0 == 0
        }
        return isValid ? output : nil
    }
}
