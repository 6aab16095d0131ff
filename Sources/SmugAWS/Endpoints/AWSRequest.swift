package import SmugHTTP

/// A request to a service of AWS, complete but for its signature.
package struct AWSRequest: Sendable {
    /// Signed as it is.
    package let method: HTTPMethod
    /// Where to connect to.
    package let endpoint: EndpointURL
    /// Encoded as on the wire, the endpoint's base path included.
    package let path: String
    /// Encoded as on the wire; empty for none.
    package let query: String
    /// With `host`, and without anything that the HTTP client writes for itself.
    package var fields: HTTPFields
    /// The body; `content-length` is the HTTP client's to write.
    package let payload: [UInt8]

    /// Begins with `host` as the only field; the path is without the endpoint's base path.
    package init(
        _ method: HTTPMethod, to endpoint: EndpointURL, path: String, query: String = "",
        payload: [UInt8] = []
    ) throws(HTTPFieldError) {
        self.method = method
        self.endpoint = endpoint
        self.path = endpoint.basePath + path
        self.query = query
        self.payload = payload
        fields = HTTPFields()
        fields.reserve(fields: 8, bytes: 512)
        try fields.append(name: "host", value: Array(endpoint.hostHeader.utf8)[...])
    }

    /// The whole URL.
    package var url: String {
        let origin = "\(endpoint.scheme.rawValue)://\(endpoint.hostHeader)"
        return query.isEmpty ? origin + path : "\(origin)\(path)?\(query)"
    }

    /// Request line and fields as on the wire, without the empty line that ends them: the body's
    /// length is yet to come.
    func head() -> [UInt8] {
        let target = query.isEmpty ? path : "\(path)?\(query)"
        var head = Array("\(method.rawValue) \(target) HTTP/1.1\r\n".utf8)
        head.reserveCapacity(head.count + fields.bytes.count + 512)
        for entry in fields.entries {
            head += fields.bytes[entry.name]
            head += ": ".utf8
            head += fields.bytes[entry.value]
            head += "\r\n".utf8
        }
        return head
    }
}

extension SignatureV4 {
    /// Signs a request whose body is all there; see the other `sign`.
    package mutating func sign(
        _ request: inout AWSRequest, with credentials: Credentials, at epochSeconds: Int64
    ) throws(HTTPFieldError) {
        try sign(
            request.method, path: request.path, query: request.query, fields: &request.fields,
            payload: .bytes(request.payload), with: credentials, at: epochSeconds)
    }
}
