/// Whether the environment asks for a proxy; which one, and for what, libcurl judges.
package struct ProxyVariables: Sendable {
    private let environment: [String: String]

    package init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// Whether requests to the endpoint may go through a proxy.
    ///
    /// `HTTP_PROXY` in capitals is no proxy to libcurl: in a CGI program a client could set it.
    package func mayApply(to endpoint: EndpointURL) -> Bool {
        let names =
            switch endpoint.scheme {
            case .http: ["http_proxy", "all_proxy", "ALL_PROXY"]
            case .https: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            }
        return names.contains { environment[$0]?.isEmpty == false }
    }
}
