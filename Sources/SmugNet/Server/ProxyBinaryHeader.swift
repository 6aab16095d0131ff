internal import SmugLoop

/// Version 2 of the PROXY protocol: a signature, 4 bytes that say what follows, addresses, and
/// extensions (TLVs) of which only the checksum is looked at.
enum ProxyBinaryHeader {
    static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    static let prefixBytes = 16

    private static let checksumType: UInt8 = 0x03

    /// Judges a whole header, whose signature and length are right.
    static func source(
        of header: [UInt8]
    ) throws(ProxyHeader.Refusal) -> ProxyHeader.Source {
        let command = header[12]
        // Version 2, and LOCAL or PROXY; what else it could say means that it is not understood.
        guard command == 0x20 || command == 0x21 else { throw .malformed }
        // The proxy itself: whatever else it says is to be passed over, its family too.
        if command == 0x20 { return .connection }
        guard let addressBytes = addressBytes(of: header[13]) else { throw .malformed }
        let body = header[prefixBytes...]
        // Without a family there is nothing to tell addresses and extensions apart by.
        if addressBytes == 0 { return .connection }
        guard body.count >= addressBytes else { throw .malformed }
        try checkExtensions(from: prefixBytes + addressBytes, of: header)
        return client(header[13], body) ?? .connection
    }

    /// How many bytes the addresses take; `nil` for a family or a transport that there is not.
    private static func addressBytes(of kind: UInt8) -> Int? {
        guard kind & 0x0F <= 2 else { return nil }
        return switch kind >> 4 {
        case 0: 0
        case 1: 12
        case 2: 36
        case 3: 216
        default: nil
        }
    }

    /// `nil` for what is no TCP: a path, or datagrams.
    private static func client(
        _ kind: UInt8, _ body: ArraySlice<UInt8>
    ) -> ProxyHeader.Source? {
        let start = body.startIndex
        let size = kind == 0x11 ? 4 : 16
        guard kind == 0x11 || kind == 0x21 else { return nil }
        let port = UInt16(body[start + 2 * size]) << 8 | UInt16(body[start + 2 * size + 1])
        return SocketAddress(bytes: body[start..<start + size], port: port).map { .client($0) }
    }

    /// Walks the extensions to their end, and checks the header by the one that holds a checksum.
    private static func checkExtensions(
        from start: Int, of header: [UInt8]
    ) throws(ProxyHeader.Refusal) {
        var index = start
        while index < header.count {
            guard index + 3 <= header.count else { throw .malformed }
            let value = index + 3
            let end = value + Int(header[index + 1]) << 8 + Int(header[index + 2])
            guard end <= header.count else { throw .malformed }
            if header[index] == checksumType {
                guard end - value == 4 else { throw .malformed }
                let told = header[value..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                var unsummed = header
                for place in value..<end { unsummed[place] = 0 }
                guard CRC32C.checksum(of: unsummed) == told else { throw .checksum }
            }
            index = end
        }
    }
}
