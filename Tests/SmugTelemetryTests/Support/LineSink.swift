import SmugJSON
import SmugTelemetry
import Synchronization
import Testing

/// Keeps what a log writes, write by write.
final class LineSink: Sendable {
    private let writes = Mutex<[[UInt8]]>([])

    func log(_ level: LogLevel = .trace) -> Log {
        Log(level: level) { bytes in self.writes.withLock { $0.append(bytes) } }
    }

    /// How many lines each write had.
    var linesPerWrite: [Int] {
        writes.withLock { $0 }.map { $0.count { $0 == UInt8(ascii: "\n") } }
    }

    var bytes: [UInt8] { writes.withLock { Array($0.joined()) } }

    /// Every line as JSON; one that is none fails the test.
    var lines: [JSONValue] {
        let bytes = bytes
        #expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"))
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            do {
                return try JSONValue(parsing: Array(line))
            } catch {
                Issue.record("not JSON: \(String(decoding: line, as: UTF8.self))")
                return nil
            }
        }
    }

    var events: [String] { lines.map { $0["event"]?.string ?? "" } }
}
