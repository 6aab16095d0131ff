extension LambdaError {
    /// From an InvokeComplete message that says how the function failed.
    ///
    /// - Parameters:
    ///   - streamErrorCode: `Unhandled`, or a name such as `Sandbox.Timedout`.
    ///   - details: the function's error document, or a sentence.
    init(streamErrorCode: String, details: String) {
        let error = LambdaError(
            functionError: streamErrorCode, payload: Array(details.utf8), requestID: nil)
        guard case .functionFailed(let failure) = error.code, failure.errorType == nil,
            failure.errorMessage == nil
        else {
            self = error
            return
        }
        let isNamed = !["Handled", "Unhandled"].contains(streamErrorCode)
        let document = FunctionFailure(
            isHandled: failure.isHandled, errorType: isNamed ? streamErrorCode : nil,
            errorMessage: details)
        self.init(
            document.isTimeout ? .functionTimedOut(document) : .functionFailed(document),
            message: details.isEmpty ? streamErrorCode : "\(streamErrorCode): \(details)",
            status: 200)
    }

    /// From a message that ends a stream with an exception of the service.
    init(exception name: String, payload: [UInt8]) {
        // As for an answer of a failing service: the function may have run.
        let error = LambdaError(
            status: 500, errorType: name, retryAfter: nil, requestID: nil, body: payload)
        self.init(error.code, message: error.message)
    }

    /// The same where the message has no payload.
    init(exception name: String, message: String?) {
        let error = LambdaError(
            status: 500, errorType: name, retryAfter: nil, requestID: nil, body: [])
        self.init(
            error.code, message: [name, message].compactMap(\.self).joined(separator: ": "))
    }
}
