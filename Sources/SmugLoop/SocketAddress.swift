internal import CUV
internal import Glibc

/// An IP address with a port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address as text: `127.0.0.1`, `::1`.
    package let host: String
    package let port: UInt16
    package let isIPv6: Bool

    package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether the address is one of this machine's own loopback addresses.
    package var isLoopback: Bool { isIPv6 ? host == "::1" : host.hasPrefix("127.") }

    /// From a numeric address; `nil` where the text is none.
    ///
    /// ``NameResolution`` takes names.
    package init?(host: String, port: UInt16) {
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        if unsafe uv_ip4_addr(host, Int32(port), &v4) == 0 {
            isIPv6 = false
        } else if unsafe uv_ip6_addr(host, Int32(port), &v6) == 0 {
            isIPv6 = true
        } else {
            return nil
        }
        self.host = host
        self.port = port
    }

    /// From a numeric address in any of its spellings, without a zone; ``host`` is the usual one.
    package init?(numeric text: Span<UInt8>, port: UInt16) {
        guard text.count <= 45 else { return nil }
        var digits: [CChar] = []
        for index in text.indices {
            let byte = text[index]
            let isHex = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
            guard isHex || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") else {
                return nil
            }
            digits.append(CChar(bitPattern: byte))
        }
        digits.append(0)
        let family = digits.contains(CChar(bitPattern: UInt8(ascii: ":"))) ? AF_INET6 : AF_INET
        var address = [UInt8](repeating: 0, count: family == AF_INET6 ? 16 : 4)
        guard unsafe uv_inet_pton(family, digits, &address) == 0 else { return nil }
        self.init(bytes: address[...], port: port)
    }

    /// From the 4 or 16 bytes of an address as networks send them; `nil` for another number.
    package init?(bytes: ArraySlice<UInt8>, port: UInt16) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        var address = Array(bytes)
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        if address.starts(with: mapped) { address.removeFirst(12) }
        let family = address.count == 16 ? AF_INET6 : AF_INET
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe uv_inet_ntop(family, address, &text, text.count) == 0 else { return nil }
        host = String(
            decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        isIPv6 = address.count == 16
        self.port = port
    }

    /// From the system's form; `nil` for families other than IPv4 and IPv6.
    init?(_ storage: sockaddr_storage) {
        var storage = storage
        let family = storage.ss_family
        guard family == sa_family_t(AF_INET) || family == sa_family_t(AF_INET6) else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        port = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            let raw = UnsafeMutableRawPointer(pointer)
            if family == sa_family_t(AF_INET) {
                let address = unsafe raw.assumingMemoryBound(to: sockaddr_in.self)
                unsafe uv_ip4_name(address, &text, text.count)
                return unsafe UInt16(bigEndian: address.pointee.sin_port)
            }
            let address = unsafe raw.assumingMemoryBound(to: sockaddr_in6.self)
            unsafe uv_ip6_name(address, &text, text.count)
            return unsafe UInt16(bigEndian: address.pointee.sin6_port)
        }
        let bytes = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        let name = String(decoding: bytes, as: UTF8.self)
        // A client that reached an IPv6 socket over IPv4 is told by its IPv4 address.
        let isMapped = name.hasPrefix("::ffff:") && name.contains(".")
        host = isMapped ? String(name.dropFirst(7)) : name
        isIPv6 = family == sa_family_t(AF_INET6) && !isMapped
    }

    /// Hands the address in the system's form to `body`.
    func withSystemAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(LoopError) -> Result
    ) throws(LoopError) -> Result {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: MemoryLayout<sockaddr_storage>.size, alignment: 16)
        defer { unsafe memory.deallocate() }
        let length: Int
        if isIPv6 {
            length = MemoryLayout<sockaddr_in6>.size
            unsafe uv_ip6_addr(
                host, Int32(port), memory.bindMemory(to: sockaddr_in6.self, capacity: 1))
        } else {
            length = MemoryLayout<sockaddr_in>.size
            unsafe uv_ip4_addr(
                host, Int32(port), memory.bindMemory(to: sockaddr_in.self, capacity: 1))
        }
        return try unsafe body(memory.assumingMemoryBound(to: sockaddr.self), socklen_t(length))
    }
}
