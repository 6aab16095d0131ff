/// The checksum with Castagnoli's polynomial (RFC 3720, appendix B.4), bit by bit: once in a
/// connection, over some hundred bytes.
enum CRC32C {
    static func checksum(of bytes: [UInt8]) -> UInt32 {
        var value = UInt32.max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0x82F6_3B78 : 0) }
        }
        return ~value
    }
}
