internal import SmugHTTP
internal import SmugJSON

/// One line of the log, before it is written.
struct LogLine {
    let level: LambdaLog.Level
    let message: String
    let fields: LambdaLog.Fields
    let context: LambdaContext?

    /// The members that a line has by itself: a field of such a name gets a `_` behind it.
    private static let ownMembers: Set<String> = [
        "timestamp", "level", "message", "requestId", "invocationRequestId", "traceId", "tenantId",
    ]

    private var levelName: StaticString {
        switch level {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info: "INFO"
        case .warn: "WARN"
        case .error: "ERROR"
        case .fatal: "FATAL"
        }
    }

    /// The line as a JSON object, with the line's end.
    ///
    /// - Parameter time: milliseconds since 1970.
    func json(at time: Int64) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("timestamp")
        writer.string(utf8: CivilTime.rfc3339(epochMilliseconds: time))
        writer.key("level")
        writer.string(literal: levelName)
        writer.key("message")
        writer.string(message)
        appendIDs(to: &writer)
        for (name, value) in fields {
            writer.key(Self.ownMembers.contains(name) ? name + "_" : name)
            value.append(to: &writer)
        }
        writer.endObject()
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }

    private func appendIDs(to writer: inout JSONWriter) {
        guard let context else { return }
        writer.key("requestId")
        writer.string(context.requestID)
        if context.state.item != nil {
            writer.key("invocationRequestId")
            writer.string(context.invocationRequestID)
        }
        if let traceID = context.traceID {
            writer.key("traceId")
            writer.string(traceID)
        }
        if let tenantID = context.tenantID {
            writer.key("tenantId")
            writer.string(tenantID)
        }
    }

    /// The line as text: time, request id, level, message and fields.
    ///
    /// Line feeds become carriage returns: CloudWatch would take each line for an event.
    func text(at time: Int64) -> [UInt8] {
        var line = CivilTime.rfc3339(epochMilliseconds: time)
        line.append(UInt8(ascii: "\t"))
        if let context {
            line.append(contentsOf: context.requestID.utf8)
            line.append(UInt8(ascii: "\t"))
        }
        levelName.withUTF8Buffer { unsafe line.append(contentsOf: $0) }
        line.append(UInt8(ascii: "\t"))
        line.append(contentsOf: message.utf8)
        for (name, value) in fields { line.append(contentsOf: " \(name)=\(value.text)".utf8) }
        for index in line.indices where line[index] == UInt8(ascii: "\n") {
            line[index] = UInt8(ascii: "\r")
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }
}

extension LambdaLog.Value {
    fileprivate var text: String {
        switch self {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .double(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        }
    }

    fileprivate func append(to writer: inout JSONWriter) {
        switch self {
        case .string(let text): writer.string(text)
        case .integer(let number): writer.integer(number)
        case .double(let number): writer.double(number)
        case .bool(let flag): writer.bool(flag)
        }
    }
}
