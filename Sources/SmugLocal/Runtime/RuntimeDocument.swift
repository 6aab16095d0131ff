internal import SmugHTTP
internal import SmugJSON

/// What the Runtime API answers to calls other than the one for work.
enum RuntimeDocument {
    static let accepted = [UInt8]("{\"status\":\"OK\"}\n" as StaticString)

    static func refusal(_ refusal: RuntimeState.Refusal) -> (HTTPStatus, [UInt8]) {
        switch refusal {
        case .wrongID: (.badRequest, error("InvalidRequestID", "Invalid request ID"))
        case .transition(let from, let to):
            (
                .forbidden,
                error(
                    "InvalidStateTransition",
                    "State transition from \(from.rawValue) to \(to) failed for runtime."
                        + " Error: State transition is not allowed")
            )
        }
    }

    static func tooLarge(limit: Int) -> [UInt8] {
        error(
            "RequestEntityTooLarge", "Exceeded maximum allowed payload size (\(limit) bytes).")
    }

    static func error(_ type: String, _ message: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        writer.key("errorMessage")
        writer.string(message)
        writer.key("errorType")
        writer.string(type)
        writer.endObject()
        return writer.bytes
    }
}
