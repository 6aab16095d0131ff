/// One place where credentials come from.
package protocol CredentialsProvider: Sendable {
    /// Asks the place anew each time; who calls keeps the answer until it expires.
    ///
    /// - Throws: when the place is configured and fails: then no other is asked.
    func credentials() async throws(CredentialsError) -> CredentialsAnswer
}

/// What a provider answers.
package enum CredentialsAnswer: Sendable {
    case found(Credentials)
    /// It is not configured; the text says what it looked for, such as `AWS_ACCESS_KEY_ID is not
    /// set`.
    case notConfigured(String)
}
