internal import SmugHTTP

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
    /// The longest that Lambda lets a function run.
    package static let maxTime = Duration.seconds(900)

    /// What to run.
    package let function: FunctionIdentifier
    /// JSON; sent as it is.
    package let payload: [UInt8]
    /// Runs and waits unless told.
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
    /// The value of `x-amzn-trace-id`, by which the function goes on with a trace.
    package var traceHeader: [UInt8]?

    /// A plain call that waits.
    package init(_ function: FunctionIdentifier, payload: [UInt8]) {
        self.function = function
        self.payload = payload
    }

    /// - Throws: with `invalidRequest` when the client context is too long, or the tenant is not 1
    ///   to 256 of the characters that AWS takes. Nothing is trimmed or repaired: another tenant
    ///   would be worse than none.
    package func request(to endpoint: EndpointURL) throws(LambdaError) -> AWSRequest {
        guard clientContext?.count ?? 0 <= Self.maxClientContextBytes else {
            throw Self.invalid(
                "the client context is longer than \(Self.maxClientContextBytes) bytes")
        }
        guard tenantID.map({ Self.isTenantID($0.utf8) }) ?? true else {
            throw Self.invalid("'\(tenantID ?? "")' is not a tenant's identifier")
        }
        do {
            var request = try AWSRequest(
                .post, to: endpoint,
                path: streams ? function.streamingInvokePath : function.invokePath, query: query,
                payload: payload)
            try appendFields(to: &request.fields)
            return request
        } catch {
            throw Self.invalid("\(error)")
        }
    }

    private var query: String {
        guard let qualifier else { return "" }
        return "Qualifier=" + PercentEncoding.encode(qualifier, keeping: .unreserved)
    }

    private func appendFields(to fields: inout HTTPFields) throws(HTTPFieldError) {
        fields.append(name: "content-type", value: "application/json")
        try fields.append(name: "x-amz-invocation-type", value: Array(kind.rawValue.utf8)[...])
        if wantsLogTail { fields.append(name: "x-amz-log-type", value: "Tail") }
        if let clientContext {
            try fields.append(
                name: "x-amz-client-context", value: Libcrypto.base64(clientContext)[...])
        }
        if let tenantID {
            try fields.append(name: "x-amz-tenant-id", value: Array(tenantID.utf8)[...])
        }
    }

    /// Whether Lambda takes this for a tenant: 1 to 256 letters, digits, spaces and `._:/=+-@`.
    ///
    /// Spaces may stand within; at an end a field would lose them.
    package static func isTenantID(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        let space = UInt8(ascii: " ")
        return (1...256).contains(text.count) && text.first != space && text.last != space
            && text.allSatisfy { ASCIIByte.isAlphanumeric($0) || "._:/=+-@ ".utf8.contains($0) }
    }

    private static func invalid(_ message: String) -> LambdaError {
        LambdaError(.invalidRequest, message: message)
    }
}
