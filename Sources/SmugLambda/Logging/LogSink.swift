internal import SmugLoop

/// Where a process's log lines go, and in which form.
final class LogSink: Sendable {
    enum Format: Sendable {
        case text
        case json
    }

    let format: Format
    /// The least level that is written.
    let level: LambdaLog.Level
    /// Milliseconds since 1970.
    private let now: @Sendable () -> Int64
    private let output: @Sendable ([UInt8]) -> Void

    init(
        format: Format = .text, level: LambdaLog.Level = .info,
        now: @escaping @Sendable () -> Int64 = { EventLoop.wallClockMilliseconds },
        output: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.format = format
        self.level = level
        self.now = now
        self.output = output
    }

    /// As Lambda asks for it, to standard error.
    convenience init(environment: [String: String]) {
        let format = environment["AWS_LAMBDA_LOG_FORMAT"]?.lowercased()
        let level = environment["AWS_LAMBDA_LOG_LEVEL"] ?? environment["LOG_LEVEL"]
        self.init(
            format: format == "json" ? .json : .text,
            level: level.flatMap { LambdaLog.Level($0) } ?? .info
        ) { _ = StandardStream.error.write($0) }
    }

    static let standardError = LogSink { _ = StandardStream.error.write($0) }

    func write(_ line: LogLine) {
        let time = now()
        output(format == .json ? line.json(at: time) : line.text(at: time))
    }
}
