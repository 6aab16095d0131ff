/// Percent-encoding (RFC 3986, section 2.1).
package enum PercentEncoding {
    /// Which bytes stay as they are.
    package enum Keeping: Sendable {
        /// Letters, digits and `-._~`: for one segment, one key, one value, and signatures.
        case unreserved
        /// These and `/`: for a whole path.
        case path
    }

    /// Decodes; `+` stays a plus.
    ///
    /// - Returns: `nil` where a `%` has no two hexadecimal digits after it.
    package static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == ASCII.percent {
                guard let byte = escaped(bytes, index) else { return nil }
                output.append(byte)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }

    /// Encodes with upper-case digits, as Signature Version 4 wants it.
    package static func encode(_ bytes: ArraySlice<UInt8>, keeping: Keeping) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for byte in bytes {
            if isKept(byte, keeping) {
                output.append(byte)
            } else {
                output.append(ASCII.percent)
                output.append(digit(byte >> 4))
                output.append(digit(byte & 15))
            }
        }
        return output
    }

    /// Encodes the UTF-8 of text.
    package static func encode(_ text: String, keeping: Keeping) -> String {
        String(decoding: encode(Array(text.utf8)[...], keeping: keeping), as: UTF8.self)
    }

    /// The byte that the escape at `index` stands for, or `nil` when it is malformed.
    static func escaped(_ bytes: ArraySlice<UInt8>, _ index: Int) -> UInt8? {
        guard bytes.endIndex - index > 2, let high = ASCII.hexValue(bytes[index + 1]),
            let low = ASCII.hexValue(bytes[index + 2])
        else { return nil }
        return high << 4 | low
    }

    private static func isKept(_ byte: UInt8, _ keeping: Keeping) -> Bool {
        switch byte {
        case 0x2D, 0x2E, 0x5F, 0x7E: true
        case ASCII.slash: keeping == .path
        default: ASCII.isAlphanumeric(byte)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? ASCII.zero + value : 0x41 - 10 + value
    }
}
