import SmugJSON
import SmugTelemetry
import Synchronization
import Testing

/// Keeps what is logged.
final class LogRecorder: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    func log(_ level: LogLevel = .trace) -> Log {
        Log(level: level) { written in self.bytes.withLock { $0 += written } }
    }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Every line; one that is not JSON fails the test.
    var entries: [JSONValue] {
        bytes.withLock { $0 }.split(separator: UInt8(ascii: "\n")).compactMap { line in
            do {
                return try JSONValue(parsing: Array(line))
            } catch {
                Issue.record("not JSON: \(String(decoding: line, as: UTF8.self))")
                return nil
            }
        }
    }

    /// The entries of one kind.
    func entries(_ event: String) -> [JSONValue] {
        entries.filter { $0["event"]?.string == event }
    }
}
