import Glibc
import SmugLoop
import TestSupport
import Testing

@Suite struct SocketWatcherTests {
    @Test func `a socket is told as ready for what is waited for`() throws {
        try TestLoop.run { loop in
            let (own, other) = try Self.socketPair()
            defer { for socket in [own, other] { Glibc.close(socket) } }
            let seen = Seen()
            let watcher = try SocketWatcher(socket: own, on: loop) { seen.append($0) }
            watcher.wait(for: .writable)
            while seen.all.isEmpty { await loop.nextTurn() }
            #expect(seen.all.allSatisfy { $0 == .writable })
            watcher.wait(for: .readable)
            await loop.nextTurn()
            seen.all = []
            for _ in 0..<3 { await loop.nextTurn() }
            #expect(seen.all.isEmpty)
            send(other, "x", 1, 0)
            while seen.all.isEmpty { await loop.nextTurn() }
            #expect(seen.all.allSatisfy { $0 == .readable })
            watcher.close()
            watcher.close()
            watcher.wait(for: .readable)
            seen.all = []
            for _ in 0..<3 { await loop.nextTurn() }
            #expect(seen.all.isEmpty)
        }
    }

    @Test func `a socket may be watched again when its watcher was closed`() throws {
        try TestLoop.run { loop in
            let (own, other) = try Self.socketPair()
            defer { for socket in [own, other] { Glibc.close(socket) } }
            for _ in 0..<3 {
                let seen = Seen()
                let watcher = try SocketWatcher(socket: own, on: loop) { seen.append($0) }
                watcher.wait(for: .writable)
                while seen.all.isEmpty { await loop.nextTurn() }
                watcher.close()
            }
        }
    }

    @Test(arguments: [-1, 999_999] as [Int32])
    func `what is no socket is an error`(descriptor: Int32) throws {
        try TestLoop.run { loop in
            let error = #expect(throws: LoopError.self) {
                try SocketWatcher(socket: descriptor, on: loop) { _ in }
            }
            #expect(error?.call == "uv_poll_init")
        }
    }

    @Test func `a file cannot be watched, and leaves no handle`() throws {
        try TestLoop.run { loop in
            let file = open("/proc/self/status", O_RDONLY)
            defer { Glibc.close(file) }
            #expect(throws: LoopError.self) { try SocketWatcher(socket: file, on: loop) { _ in } }
        }
    }

    private static func socketPair() throws -> (Int32, Int32) {
        var sockets: [Int32] = [-1, -1]
        let status = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets)
        try #require(status == 0)
        return (sockets[0], sockets[1])
    }
}

private final class Seen: @unchecked Sendable {
    var all: [SocketWatcher.Readiness] = []
    func append(_ readiness: SocketWatcher.Readiness) { all.append(readiness) }
}
