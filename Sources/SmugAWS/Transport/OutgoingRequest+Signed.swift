internal import SmugHTTP

extension OutgoingRequest {
    /// A request to a service as libcurl takes it: it writes the body's framing itself, and would
    /// ask permission for bodies over a megabyte.
    init(
        _ request: AWSRequest, timeout: Duration, maxResponseBytes: Int = 16 * 1024 * 1024
    ) {
        var lines = ["expect:"]
        lines.reserveCapacity(request.fields.count + 1)
        for (name, value) in request.fields.pairs { lines.append("\(name): \(value)") }
        self.init(
            request.method, url: request.url, fieldLines: lines, body: request.payload,
            timeout: timeout, maxResponseBytes: maxResponseBytes)
    }
}
