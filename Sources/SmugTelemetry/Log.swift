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

    private let threshold: Atomic<Int>
    private let dropped: Counter
    private let sink: Sink
    private let state = Mutex(State())

    package convenience init(level: LogLevel, sink: @escaping Sink) {
        self.init(level: level, dropped: Counter(), sink: sink)
    }

    private init(level: LogLevel, dropped: Counter, sink: @escaping Sink) {
        threshold = Atomic(level.rawValue)
        self.dropped = dropped
        self.sink = sink
    }

    /// A log to the process's standard output.
    package static func standardOutput(level: LogLevel) -> Log {
        let dropped = Counter()
        return Log(level: level, dropped: dropped) { lines in
            let rest = StandardStream.output.write(lines)
            if !rest.isEmpty { dropped.add(rest.count { $0 == UInt8(ascii: "\n") }) }
        }
    }

    /// The least that is written; may be changed at any time, from any thread.
    package var level: LogLevel {
        get { LogLevel(rawValue: threshold.load(ordering: .relaxed)) ?? .info }
        set { threshold.store(newValue.rawValue, ordering: .relaxed) }
    }

    package func isEnabled(_ level: LogLevel) -> Bool {
        level.rawValue >= threshold.load(ordering: .relaxed)
    }

    /// Lines that could not be written.
    package var droppedLines: Int { dropped.value }

    /// Writes a line.
    ///
    /// `fields` is called only where the level is logged, and must not log itself.
    package func write(
        _ level: LogLevel, _ event: StaticString, _ fields: (inout JSONWriter) -> Void = { _ in }
    ) {
        guard isEnabled(level) else { return }
        state.withLock { state in
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
        state.withLock { state in
            state.flushOrdered = nil
            emit(&state)
        }
    }

    private func emit(_ state: inout State) {
        guard !state.buffer.isEmpty else { return }
        sink(state.buffer)
        state.buffer.removeAll(keepingCapacity: true)
    }
}
