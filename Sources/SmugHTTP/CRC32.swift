/// The checksum of Ethernet, gzip and AWS's event stream (ISO 3309), eight bytes a step.
package enum CRC32 {
    /// Eight tables of 256: the second holds the first's values moved on by a byte, and so on.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = (value >> 1) ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
            tables[index] = value
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = (before >> 8) ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()

    package static func of(_ bytes: Span<UInt8>) -> UInt32 {
        let tables = tables
        var value: UInt32 = ~0
        var index = 0
        while bytes.count - index >= 8 {
            value ^= word(bytes, index)
            let high = word(bytes, index + 4)
            let low =
                tables[1792 + Int(value & 0xFF)] ^ tables[1536 + Int(value >> 8 & 0xFF)]
                ^ tables[1280 + Int(value >> 16 & 0xFF)] ^ tables[1024 + Int(value >> 24)]
            value =
                low ^ tables[768 + Int(high & 0xFF)] ^ tables[512 + Int(high >> 8 & 0xFF)]
                ^ tables[256 + Int(high >> 16 & 0xFF)] ^ tables[Int(high >> 24)]
            index += 8
        }
        while index < bytes.count {
            value = (value >> 8) ^ tables[Int((value ^ UInt32(bytes[index])) & 0xFF)]
            index += 1
        }
        return ~value
    }

    private static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
        UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
            | UInt32(bytes[index + 3]) << 24
    }
}
