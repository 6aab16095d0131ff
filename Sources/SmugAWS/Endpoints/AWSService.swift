/// A service with an endpoint in every region.
package struct AWSService: Hashable, Sendable {
    /// Its identifier in configuration files, in lower case; in variables, in capitals.
    package let identifier: String
    /// Begins the host name, and stands in the signing scope.
    package let name: String

    /// Invokes functions.
    package static let lambda = AWSService(identifier: "lambda", name: "lambda")
    /// Stores objects.
    package static let s3 = AWSService(identifier: "s3", name: "s3")
    /// Hands out temporary credentials.
    package static let sts = AWSService(identifier: "sts", name: "sts")
    /// Hands out credentials to who has signed in at its portal.
    static let singleSignOn = AWSService(identifier: "sso", name: "portal.sso")
    /// Renews the tokens of those who have.
    static let singleSignOnTokens = AWSService(identifier: "sso_oidc", name: "oidc")
}
