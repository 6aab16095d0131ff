internal import SmugHTTP
internal import SmugJSON

/// An error as Lambda passes it on to whoever has invoked the function.
package struct ErrorDocument: Hashable, Sendable {
    let type: String
    package let message: String
    var stackTrace: [String] = []

    init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    package init(_ error: any Error) {
        switch error {
        case let error as any LambdaDiagnosticError:
            self.init(type: error.errorType, message: error.errorMessage)
            stackTrace = error.stackTrace
        case let error as DecodingError:
            self.init(type: "DecodingError", message: error.jsonMessage)
        default:
            self.init(type: "\(Swift.type(of: error))", message: "\(error)")
        }
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
        for line in stackTrace { writer.string(line) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// The type as a header carries it.
    ///
    /// A type that no header can carry is left out.
    var fieldValue: String {
        let isVisible = type.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        return type.isEmpty || !isVisible ? "Unhandled" : type
    }

    /// For a line of a log.
    package var fields: LambdaLog.Fields {
        ["errorType": .string(type), "errorMessage": .string(message)]
    }
}
