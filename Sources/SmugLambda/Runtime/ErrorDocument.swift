internal import SmugHTTP
internal import SmugJSON

/// An error as Lambda passes it on to whoever has invoked the function.
struct ErrorDocument: Hashable, Sendable {
    let type: String
    let message: String

    init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    init(_ error: any Error) {
        self.init(type: "\(Swift.type(of: error))", message: "\(error)")
    }

    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("errorType")
        writer.string(type)
        writer.key("errorMessage")
        writer.string(message)
        writer.key("stackTrace")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Adds the header that names the error's type; a type that no header can carry is left out.
    func appendType(to fields: inout HTTPFields) {
        do {
            try fields.append(
                name: "lambda-runtime-function-error-type", value: Array(type.utf8)[...])
        } catch {
            fields.append(name: "lambda-runtime-function-error-type", value: "Unhandled")
        }
    }
}
