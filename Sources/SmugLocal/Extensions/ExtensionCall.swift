internal import SmugHTTP

/// What an extension asks of the Extensions API.
enum ExtensionCall: Hashable {
    case register
    case next
    case initError
    case exitError
    case subscribe(TelemetryAPI)
    case wrongMethod(allowed: HTTPMethod)

    private static let paths: [(StaticString, HTTPMethod, ExtensionCall)] = [
        ("/2020-01-01/extension/register", .post, .register),
        ("/2020-01-01/extension/event/next", .get, .next),
        ("/2020-01-01/extension/init/error", .post, .initError),
        ("/2020-01-01/extension/exit/error", .post, .exitError),
        ("/2022-07-01/telemetry", .put, .subscribe(.telemetry)),
        ("/2020-08-15/logs", .put, .subscribe(.logs)),
    ]

    /// - Returns: `nil` for what is none of this API's.
    init?(_ head: HTTPRequestHead) {
        let found = Self.paths.first { head.fields.bytes.matches($0.0, at: head.path) }
        guard let (_, method, call) = found else { return nil }
        self = head.method == method ? call : .wrongMethod(allowed: method)
    }
}
