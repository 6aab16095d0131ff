package import SmugHTTP

/// What one request brings to its event.
package struct ProxyRequest: Sendable {
    /// The request as parsed.
    package let head: HTTPRequestHead
    /// The path parameters' values, still encoded, as ranges of `head.fields.bytes`.
    ///
    /// In the order in which the route's writer was given their names.
    package let pathParameters: [Range<Int>]
    /// The whole body, without its framing.
    package let body: [UInt8]
    /// The gateway's own id for the request, never the client's.
    package let requestID: [UInt8]
    /// Who sent it, and what for.
    package let origin: RequestOrigin
    /// When the request arrived, in epoch milliseconds.
    package let arrivalMs: Int64
    /// Fields that stand in for the client's of the same name, unfiltered: trace context.
    package let injectedFields: HTTPFields

    /// Takes a request as its properties describe it.
    package init(
        head: HTTPRequestHead, pathParameters: [Range<Int>] = [], body: [UInt8] = [],
        requestID: [UInt8], origin: RequestOrigin, arrivalMs: Int64,
        injectedFields: HTTPFields = HTTPFields()
    ) {
        self.head = head
        self.pathParameters = pathParameters
        self.body = body
        self.requestID = requestID
        self.origin = origin
        self.arrivalMs = arrivalMs
        self.injectedFields = injectedFields
    }
}
