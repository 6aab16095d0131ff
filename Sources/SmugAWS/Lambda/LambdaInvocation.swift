package import SmugHTTP

/// One call of the Invoke API, before it is signed.
package struct LambdaInvocation: Sendable {
    /// What Lambda does with the call.
    package enum Kind: String, Sendable {
        /// Runs the function and answers with what it returns.
        case requestResponse = "RequestResponse"
        /// Queues the payload and answers at once.
        case event = "Event"
        /// Checks permissions and parameters only.
        case dryRun = "DryRun"
    }

    /// AWS takes at most 3,583 bytes.
    package static let maxClientContextBytes = 3_583
    /// AWS takes at most 6 MiB for a call that waits.
    package static let maxPayloadBytes = 6_291_456

    package let function: FunctionIdentifier
    package let payload: [UInt8]
    package var kind = Kind.requestResponse
    /// Asks for the answer as it is produced, by InvokeWithResponseStream.
    package var streams = false
    /// Asks for the last 4 KiB of the function's log in `x-amz-log-result`.
    package var wantsLogTail = false
    /// JSON that the function finds in its context; sent in base64.
    package var clientContext: [UInt8]?
    /// Picks the tenant of a function that isolates tenants.
    package var tenantID: String?
    /// Version or alias of an identifier that names none.
    package var qualifier: String?

    package init(_ function: FunctionIdentifier, payload: [UInt8]) {
        self.function = function
        self.payload = payload
    }

    /// - Throws: when the client context is too long, or the tenant no value of a field.
    package func request(to endpoint: EndpointURL) throws(HTTPFieldError) -> AWSRequest {
        let context = clientContext.map(Libcrypto.base64)
        guard clientContext?.count ?? 0 <= Self.maxClientContextBytes else { throw .tooLarge }
        var request = try AWSRequest(
            .post, to: endpoint,
            path: streams ? function.streamingInvokePath : function.invokePath,
            query: qualifier.map {
                "Qualifier=" + PercentEncoding.encode($0, keeping: .unreserved)
            } ?? "",
            payload: payload)
        request.fields.append(name: "content-type", value: "application/json")
        try request.fields.append(
            name: "x-amz-invocation-type", value: Array(kind.rawValue.utf8)[...])
        if wantsLogTail { request.fields.append(name: "x-amz-log-type", value: "Tail") }
        if let context {
            try request.fields.append(name: "x-amz-client-context", value: context[...])
        }
        if let tenantID {
            try request.fields.append(
                name: "x-amz-tenant-id", value: Array(tenantID.utf8)[...])
        }
        return request
    }
}
