/// A function's log, in the format that Lambda asks for.
///
/// ```swift
/// context.log.info("order stored", ["order": .string(order.id), "items": .integer(3)])
/// ```
///
/// Lines go to standard error at once and carry the ids of the context that the log is of.
/// `AWS_LAMBDA_LOG_FORMAT=JSON` makes each a JSON object with `timestamp`, `level`, `message`,
/// `requestId` and the fields; otherwise a line has time, request id, level and text with tabs
/// between, as the runtimes of AWS write it. `AWS_LAMBDA_LOG_LEVEL`, else `LOG_LEVEL`, says the
/// least level that is written; without both it is `info`.
public struct LambdaLog: Sendable {
    /// How much a line matters.
    public enum Level: Int, Comparable, CaseIterable, Sendable {
        /// Every step.
        case trace
        /// For who looks for a fault.
        case debug
        /// What happens.
        case info
        /// What may need a person.
        case warn
        /// What has failed.
        case error
        /// What ends the process.
        case fatal

        /// From a name such as `INFO`, in any case; also `WARNING` and `CRITICAL`.
        public init?(_ name: String) {
            switch name.lowercased() {
            case "trace": self = .trace
            case "debug": self = .debug
            case "info": self = .info
            case "warn", "warning": self = .warn
            case "error": self = .error
            case "fatal", "critical": self = .fatal
            default: return nil
            }
        }

        /// Whether the first matters less.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// What a line says beside its message, each under a name.
    public typealias Fields = KeyValuePairs<String, Value>

    /// A field's value.
    public enum Value: Hashable, Sendable {
        /// A text.
        case string(String)
        /// A whole number.
        case integer(Int)
        /// A number; one that JSON cannot write becomes null.
        case double(Double)
        /// True or false.
        case bool(Bool)
    }

    private let sink: LogSink
    private let context: LambdaContext?

    init(_ sink: LogSink, of context: LambdaContext? = nil) {
        self.sink = sink
        self.context = context
    }

    /// Whether lines of a level are written.
    public func isEnabled(_ level: Level) -> Bool { level >= sink.level }

    /// Writes a line; `message` and `fields` are made only where the level is written.
    public func write(
        _ level: Level, _ message: @autoclosure () -> String,
        _ fields: @autoclosure () -> Fields = [:]
    ) {
        guard isEnabled(level) else { return }
        sink.write(LogLine(level: level, message: message(), fields: fields(), context: context))
    }

    /// Writes a line of level ``Level/trace``.
    public func trace(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]
    ) { write(.trace, message(), fields()) }

    /// Writes a line of level ``Level/debug``.
    public func debug(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]
    ) { write(.debug, message(), fields()) }

    /// Writes a line of level ``Level/info``.
    public func info(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]
    ) { write(.info, message(), fields()) }

    /// Writes a line of level ``Level/warn``.
    public func warn(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]
    ) { write(.warn, message(), fields()) }

    /// Writes a line of level ``Level/error``.
    public func error(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]
    ) { write(.error, message(), fields()) }

    /// Writes a line of level ``Level/fatal``; the process lives on.
    public func fatal(
        _ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]
    ) { write(.fatal, message(), fields()) }
}

extension LambdaLog.Value: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
