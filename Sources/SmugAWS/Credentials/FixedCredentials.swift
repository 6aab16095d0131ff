/// Credentials that are known already.
package struct FixedCredentials: CredentialsProvider {
    private let credentials: Credentials

    package init(_ credentials: Credentials) {
        self.credentials = credentials
    }

    package func credentials() async throws(CredentialsError) -> CredentialsAnswer {
        .found(credentials)
    }
}
