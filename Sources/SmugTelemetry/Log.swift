package import SmugJSON
internal import SmugLoop
internal import Synchronization

/// Log lines in JSON, one object a line: `time`, `level`, `event`, then what the event adds.
///
/// The event's name is constant; values are members of their own, so that a search finds them.
/// Lines up to `info` are gathered for a moment and written together; a warning goes out at once,
/// with what was gathered before it.
package final class Log: Sendable {
    /// Where whole lines go.
    ///
    /// Called by one thread at a time.
    package typealias Sink = @Sendable ([UInt8]) -> Void

    private struct State {
        var buffer: [UInt8] = []
        /// When the flush that is to come was ordered, by the wall clock; `nil` where none is.
        var flushOrdered: Int64?
        var clock = LogClock()
    }

    /// How long a line may wait for others.
    private static let flushInterval = Duration.milliseconds(50)
    /// After how many milliseconds a flush is taken for lost.
    private static let maxFlushDelay: Int64 = 1000
    /// How many bytes are gathered at most.
    private static let maxBufferedBytes = 65_536

    private final class Threshold: Sendable {
        let value: Atomic<Int>

        init(_ level: LogLevel) { value = Atomic(level.rawValue) }
    }

    /// What the logs of all modules have in common.
    private final class Shared: Sendable {
        let thresholds: [Threshold]
        let levels: Mutex<LogLevels>
        let dropped: Counter
        let sink: Sink
        let state = Mutex(State())

        init(_ levels: LogLevels, _ dropped: Counter, _ sink: @escaping Sink) {
            thresholds = LogModule.allCases.map { Threshold(levels[$0]) }
            self.levels = Mutex(levels)
            self.dropped = dropped
            self.sink = sink
        }
    }

    private let shared: Shared
    private let threshold: Threshold

    package convenience init(level: LogLevel, sink: @escaping Sink) {
        self.init(Shared(LogLevels(level), Counter(), sink), .gateway)
    }

    private init(_ shared: Shared, _ module: LogModule) {
        self.shared = shared
        threshold =
            zip(LogModule.allCases, shared.thresholds).first { $0.0 == module }?.1
            ?? Threshold(.info)
    }

    /// A log to the process's standard output.
    package static func standardOutput(_ levels: LogLevels) -> Log {
        let dropped = Counter()
        let output = LineOutput()
        let shared = Shared(levels, dropped) { lines in
            let count = output.write(lines)
            if count > 0 { dropped.add(count) }
        }
        return Log(shared, .gateway)
    }

    /// The same log for the lines of a module.
    package func of(_ module: LogModule) -> Log { Log(shared, module) }

    /// The least that is written, by module; may be changed at any time, from any thread.
    package var levels: LogLevels {
        get { shared.levels.withLock { $0 } }
        set {
            shared.levels.withLock { levels in
                levels = newValue
                for (module, threshold) in zip(LogModule.allCases, shared.thresholds) {
                    threshold.value.store(newValue[module].rawValue, ordering: .relaxed)
                }
            }
        }
    }

    package func isEnabled(_ level: LogLevel) -> Bool {
        level.rawValue >= threshold.value.load(ordering: .relaxed)
    }

    /// Lines that could not be written.
    package var droppedLines: Int { shared.dropped.value }

    /// Writes a line.
    ///
    /// `fields` is called only where the level is logged, and must not log itself.
    package func write(
        _ level: LogLevel, _ event: StaticString, _ fields: (inout JSONWriter) -> Void = { _ in }
    ) {
        guard isEnabled(level) else { return }
        shared.state.withLock { state in
            // Within the lock, so that lines stand in the order of their times.
            let milliseconds = EventLoop.wallClockMilliseconds
            // The line is written where it is kept.
            var line = JSONWriter(capacity: 0)
            swap(&line.bytes, &state.buffer)
            line.beginObject()
            line.members(room: 96 + event.utf8CodeUnitCount) { output in
                output.append("\"time\":")
                state.clock.append(milliseconds, to: &output)
                output.append(",\"level\":\"")
                output.append(level.name)
                output.append("\",\"event\":\"")
                output.append(event)
                output.append("\"")
            }
            fields(&line)
            line.endObject()
            line.bytes.append(UInt8(ascii: "\n"))
            swap(&line.bytes, &state.buffer)
            flushOrWait(&state, level, at: milliseconds)
        }
    }

    private func flushOrWait(
        _ state: inout State, _ level: LogLevel, at milliseconds: Int64
    ) {
        guard level < .warn, state.buffer.count < Self.maxBufferedBytes,
            let loop = EventLoop.current
        else { return emit(&state) }
        // An order of long ago went to a loop that has ended since.
        if let ordered = state.flushOrdered, milliseconds < ordered + Self.maxFlushDelay { return }
        state.flushOrdered = milliseconds
        let due = EventLoop.now.advanced(by: Self.flushInterval)
        _ = loop.schedule(at: due) { [self] in flush() }
    }

    /// Writes out what was gathered; call it before the process ends.
    package func flush() {
        shared.state.withLock { state in
            state.flushOrdered = nil
            emit(&state)
        }
    }

    private func emit(_ state: inout State) {
        guard !state.buffer.isEmpty else { return }
        shared.sink(state.buffer)
        state.buffer.removeAll(keepingCapacity: true)
    }
}
