package import SmugHTTP

/// A request to a service, signed and ready to go.
package struct OutgoingRequest: Sendable {
    /// More than twice what Lambda answers at most.
    package static let defaultMaxResponseBytes = 16 * 1024 * 1024

    package var method: HTTPMethod
    /// The whole address: `https://host:port/path?query`.
    package var url: String
    /// Field lines such as `x-amz-date: 20150830T123600Z`.
    package var fieldLines: [String]
    package var body: [UInt8]
    /// From the start to the last byte of the answer.
    package var timeout: Duration
    /// How long the connection itself may take.
    package var connectTimeout: Duration
    /// How long an answer may be.
    package var maxResponseBytes: Int
    /// Whether a proxy of the environment is left aside: for addresses of this machine and link.
    package var avoidsProxy = false

    package init(
        _ method: HTTPMethod, url: String, fieldLines: [String] = [], body: [UInt8] = [],
        timeout: Duration, connectTimeout: Duration = .seconds(5),
        maxResponseBytes: Int = Self.defaultMaxResponseBytes
    ) {
        self.method = method
        self.url = url
        self.fieldLines = fieldLines
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maxResponseBytes = maxResponseBytes
    }
}

/// A service's whole answer.
package struct IncomingResponse: Sendable {
    package var status: Int
    package var fields: HTTPFields
    package var body: [UInt8]

    package init(status: Int, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}
