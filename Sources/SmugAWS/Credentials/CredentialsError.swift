/// Why there are no credentials.
package struct CredentialsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The failures that are told apart.
    package enum Code: Sendable {
        /// No provider is configured.
        case notFound
        /// A provider is configured in part: a key without its secret.
        case incomplete
        /// A value holds a byte that none may hold, such as a line break.
        case malformed
        /// The profile that was asked for stands in no file.
        case profileNotFound
        /// The profile asks for a way to get credentials that is not built in.
        case unsupported
        /// A place is configured and fails: a service, a process, a token.
        case failed
        /// What came has expired.
        case expired
        /// Nothing can be said now: too many wait, or the caller or the program ends.
        case unavailable
        /// A file is not readable, or breaks the grammar.
        case file
    }

    /// Which failure.
    package let code: Code
    /// What is wrong and what to do, without any secret.
    package let message: String

    /// The message must not hold a secret.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }
}
