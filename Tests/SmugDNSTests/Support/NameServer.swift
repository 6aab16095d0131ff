import Glibc
import SmugLoop
import TestSupport
import Testing

/// A name server on this machine that answers what a test says, over UDP and TCP at one port.
///
/// Only for its loop.
final class NameServer: @unchecked Sendable {
    struct Query {
        let message: [UInt8]
        let isOverTCP: Bool

        /// Its labels, with dots.
        var name: String {
            var labels: [String] = []
            var offset = 12
            while message[offset] != 0 {
                let end = offset + 1 + Int(message[offset])
                labels.append(String(decoding: message[(offset + 1)..<end], as: UTF8.self))
                offset = end
            }
            return labels.joined(separator: ".")
        }

        var isForIPv6: Bool { message[message.count - 3] == 28 }

        /// An answer to it.
        func answer(_ records: [UInt8]..., code: UInt8 = 0, isCut: Bool = false) -> [UInt8] {
            var answer = message
            answer[2] = isCut ? 0x83 : 0x81
            answer[3] = 0x80 | code
            answer[7] = UInt8(records.count)
            return answer + records.joined()
        }

        /// The name's address: of four or sixteen bytes.
        static func address(_ bytes: UInt8...) -> [UInt8] {
            [0xC0, 12, 0, bytes.count == 4 ? 1 : 28, 0, 1, 0, 0, 0, 60, 0, UInt8(bytes.count)]
                + bytes
        }

        /// That the name stands for another one, of one label.
        static func alias(_ name: String) -> [UInt8] {
            let data = [UInt8(name.utf8.count)] + Array(name.utf8) + [0]
            return [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, UInt8(data.count)] + data
        }
    }

    let address: SocketAddress
    private(set) var queries: [Query] = []
    private let socket: Int32
    private var watcher: SocketWatcher?
    private var listener: TCPListener?
    private let loop: EventLoop
    private let body: (Query) -> [[UInt8]]

    /// - Parameter body: the messages that answer, in order.
    init(on loop: EventLoop, _ body: @escaping (Query) -> [[UInt8]]) throws {
        self.loop = loop
        self.body = body
        let accept = Acceptance()
        let listener = try TCPListener(on: loop, address: .anyPortOfItsOwn) { socket, _ in
            accept.body?(socket)
        }
        address = listener.address
        socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        self.listener = listener
        var name = Self.loopback(port: address.port)
        try #require(inet_pton(AF_INET, address.host, &name.sin_addr) == 1)
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(bound == 0)
        accept.body = { [unowned self] in acceptTCP($0) }
        watcher = try SocketWatcher(socket: socket, on: loop) { [unowned self] _ in receive() }
        watcher?.wait(for: .readable)
    }

    private final class Acceptance { var body: ((Int32) -> Void)? }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return name
    }

    func close() {
        watcher?.close()
        listener?.close()
        Glibc.close(socket)
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 512)
        var peer = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &peer) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(socket, &buffer, buffer.count, 0, $0, &size)
            }
        }
        guard count > 0 else { return }
        let query = Query(message: Array(buffer[..<count]), isOverTCP: false)
        queries.append(query)
        for answer in body(query) { Self.send(answer, from: socket, toPort: peer.sin_port) }
    }

    /// - Parameter port: as networks send it.
    private static func send(_ message: [UInt8], from socket: Int32, toPort port: UInt16) {
        var peer = loopback(port: UInt16(bigEndian: port))
        _ = withUnsafePointer(to: &peer) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    socket, message, message.count, 0, $0,
                    socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private func acceptTCP(_ socket: Int32) {
        guard let stream = try? ByteStream(socket: socket, on: loop) else { return }
        Task(executorPreference: loop) { [self] in
            let connection = RawConnection(stream)
            defer { connection.close() }
            let length = try await connection.read(2)
            let message = try await connection.read(Int(length[0]) << 8 | Int(length[1]))
            let query = Query(message: message, isOverTCP: true)
            queries.append(query)
            for answer in body(query) {
                let framed = [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
                // The length may come alone.
                connection.send(Array(framed[..<1]))
                await loop.nextTurn()
                connection.send(Array(framed[1...]))
            }
            try await connection.waitForEnd()
        }
    }
}
