import TestSupport

/// Frames as a client may write them, well-formed or not (RFC 9113, section 4.1).
enum Frame {
    static func frame(
        _ type: UInt8, flags: UInt8 = 0, on id: UInt32 = 0, _ payload: [UInt8] = []
    ) -> [UInt8] {
        let length = payload.count
        return [
            UInt8(length >> 16), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), type, flags,
            UInt8(id >> 24), UInt8(id >> 16 & 0xFF), UInt8(id >> 8 & 0xFF), UInt8(id & 0xFF),
        ] + payload
    }

    static func settings() -> [UInt8] { frame(4) }
    static func ping() -> [UInt8] { frame(6, Array(repeating: 0, count: 8)) }
    static func priority(_ id: UInt32) -> [UInt8] { frame(2, on: id, [0, 0, 0, 0, 1]) }
    static func windowUpdate(_ id: UInt32) -> [UInt8] { frame(8, on: id, [0, 0, 0, 1]) }
    static func reset(_ id: UInt32) -> [UInt8] { frame(3, on: id, [0, 0, 0, 8]) }
    static func data(_ id: UInt32, _ bytes: [UInt8] = [], isLast: Bool = false) -> [UInt8] {
        frame(0, flags: isLast ? 1 : 0, on: id, bytes)
    }
    static func continuation(_ id: UInt32, _ block: [UInt8] = [], isLast: Bool = false) -> [UInt8] {
        frame(9, flags: isLast ? 4 : 0, on: id, block)
    }

    /// A request's head; further fields come after the four that it needs.
    static func head(
        _ id: UInt32, method: String = "GET", path: String = "/", _ fields: [(String, String)] = [],
        isLast: Bool = true, isWhole: Bool = true
    ) -> [UInt8] {
        let pseudo = [
            (":method", method), (":scheme", "http"), (":authority", "a"), (":path", path),
        ]
        return headers(id, pseudo + fields, isLast: isLast, isWhole: isWhole)
    }

    static func headers(
        _ id: UInt32, _ fields: [(String, String)], isLast: Bool = true, isWhole: Bool = true
    ) -> [UInt8] {
        frame(1, flags: (isLast ? 1 : 0) | (isWhole ? 4 : 0), on: id, block(fields))
    }

    /// Literals that enter no table (RFC 7541, section 6.2.2).
    static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { name, value in [0] + string(name) + string(value) }
    }

    private static func string(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var length: [UInt8] = [127]
        var rest = bytes.count - 127
        while rest >= 128 {
            length.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return length + [UInt8(rest)] + bytes
    }
}

/// A frame that a server has sent.
struct ReceivedFrame: Equatable {
    let type: UInt8
    let flags: UInt8
    let id: UInt32
    let payload: [UInt8]

    /// The code of a reset or of a goaway.
    var code: UInt8? { type == 3 ? payload.last : type == 7 ? payload[7] : nil }
}

extension RawConnection {
    func readFrame() async throws -> ReceivedFrame {
        let head = try await read(9)
        let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
        let payload = length == 0 ? [] : try await read(length)
        let id = head[5...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return ReceivedFrame(type: head[3], flags: head[4], id: id, payload: payload)
    }

    /// The next frame of this type; others are passed over.
    func readFrame(ofType type: UInt8) async throws -> ReceivedFrame {
        while true {
            let frame = try await readFrame()
            if frame.type == type { return frame }
        }
    }
}
