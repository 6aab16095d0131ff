internal import SmugHTTP
internal import SmugJSON

extension LambdaError {
    /// The largest part of an error's body that is looked at.
    private static let maxBodyBytes = 65_536

    /// From an answer of the Invoke API whose status is not 2xx.
    init(_ response: IncomingResponse) {
        self.init(
            status: response.status, errorType: response.fields["x-amzn-errortype"],
            retryAfter: response.fields["retry-after"],
            requestID: response.fields["x-amzn-requestid"], body: response.body)
    }

    /// The same from its parts.
    ///
    /// The error type is `x-amzn-errortype`, which may go on after a colon; without it the name is
    /// looked for in the body, JSON or not. Of `retry-after` only whole seconds are taken.
    package init(
        status: Int, errorType: String?, retryAfter: String?, requestID: String?, body: [UInt8]
    ) {
        let json = Self.object(body)
        let name = Self.name(header: errorType, body: json)
        let message = (json?["message"] ?? json?["Message"])?.string
        let code = Self.code(
            named: name, status: status,
            throttled: .throttled(reason: json?["Reason"]?.string))
        self.init(
            code, message: [name, message].compactMap(\.self).joined(separator: ": "),
            status: status, requestID: requestID,
            retryAfterSeconds: retryAfter.flatMap { Self.seconds($0) })
    }

    /// From an answer with `x-amz-function-error`.
    ///
    /// That field says `Handled` or `Unhandled`; the payload is the function's error, JSON as a
    /// rule.
    package init(functionError: String, payload: [UInt8], requestID: String?) {
        let json = Self.object(payload)
        let failure = FunctionFailure(
            isHandled: functionError == "Handled", errorType: json?["errorType"]?.string,
            errorMessage: json?["errorMessage"]?.string)
        let message = [failure.errorType, failure.errorMessage].compactMap(\.self)
        self.init(
            failure.isTimeout ? .functionTimedOut(failure) : .functionFailed(failure),
            message: message.isEmpty ? functionError : message.joined(separator: ": "),
            status: 200, requestID: requestID)
    }

    /// What the service calls the error in an answer that refuses a call.
    static func name(in response: IncomingResponse) -> String? {
        name(header: response.fields["x-amzn-errortype"], body: object(response.body))
    }

    private static func object(_ body: [UInt8]) -> JSONObject? {
        guard body.count <= maxBodyBytes else { return nil }
        return (try? JSONValue(parsing: body))?.object
    }

    /// `Type` is a name in some answers and says whose fault it was in others.
    private static func name(header: String?, body: JSONObject?) -> String? {
        let places = [
            header, body?["__type"]?.string, body?["code"]?.string, body?["Type"]?.string,
        ]
        for case .some(let text) in places {
            let name = shortName(text)
            if !name.isEmpty, !["User", "Service", "Client", "Server"].contains(name) {
                return name
            }
        }
        return nil
    }

    /// Without the namespace before `#` and the address after `:`.
    private static func shortName(_ text: String) -> String {
        let name = text.prefix { $0 != ":" }
        let start = name.lastIndex(of: "#").map { name.index(after: $0) } ?? name.startIndex
        return String(name[start...].filter { !$0.isWhitespace })
    }

    private static func seconds(_ text: String) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(ASCIIByte.isDigit) else {
            return nil
        }
        return Int(text)
    }
}

extension LambdaError.FunctionFailure {
    /// Lambda's older answers have the sentence and no type; with a type it is the function's own.
    var isTimeout: Bool {
        if let errorType { return errorType == "Sandbox.Timedout" }
        return errorMessage?.contains("Task timed out after") ?? false
    }
}
