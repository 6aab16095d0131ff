/// Asks one provider after the other; the first that is configured decides.
package struct CredentialsChain: Sendable {
    private let providers: [any CredentialsProvider]

    /// Asks in this order.
    package init(_ providers: [any CredentialsProvider]) {
        self.providers = providers
    }

    /// The places that AWS's SDKs share, in their order.
    package static func standard(_ context: CredentialsContext) -> CredentialsChain {
        CredentialsChain([
            EnvironmentCredentials(context.files.environment),
            WebIdentityCredentials(context: context), SharedFileCredentials(context),
            ContainerCredentials(context: context), InstanceCredentials(context),
        ])
    }

    /// - Throws: with `notFound`, a message that lists what each provider looked for.
    package func credentials() async throws(CredentialsError) -> Credentials {
        var missing: [String] = []
        for provider in providers {
            switch try await provider.credentials() {
            case .found(let credentials): return credentials
            case .notConfigured(let text): missing.append(text)
            }
        }
        throw CredentialsError(
            .notFound, "no AWS credentials: " + missing.joined(separator: "; "))
    }
}
