/// Why a text is not the URL of an endpoint.
package struct EndpointURLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part that is wrong.
    package enum Code: Sendable {
        case scheme, user, host, port, path, query
    }

    /// Which part.
    package let code: Code
    /// The text as it came, without what may be a password.
    package let text: String

    init(_ code: Code, _ text: String) {
        self.code = code
        self.text = code == .user ? "" : text
    }

    /// What is wrong.
    package var description: String {
        switch code {
        case .scheme: "'\(text)' must begin with http:// or https://"
        case .user: "an endpoint's URL must not hold a user or password"
        case .host: "'\(text)' does not hold a valid host"
        case .port: "'\(text)' has a port that is not a number from 1 to 65535"
        case .path: "'\(text)' has a path with an empty, dotted or wrongly encoded segment"
        case .query: "'\(text)' must not hold a query or fragment"
        }
    }
}
