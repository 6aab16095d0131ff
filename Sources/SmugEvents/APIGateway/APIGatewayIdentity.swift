public import SmugJSON

/// Who sent a request.
///
/// [AWS: Variables of the context](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html)
public struct APIGatewayIdentity: EventValue {
    /// Of the connection to API Gateway: not of what `x-forwarded-for` may say before it.
    public var sourceIp: String = ""
    public var userAgent: String?
    /// Only for methods that ask for one.
    public var apiKey: String?
    public var apiKeyId: String?
    /// The signer's; null without a signature.
    public var accountId: String?
    /// The signer's; null without a signature.
    public var accessKey: String?
    /// The signer's principal; null without a signature.
    public var caller: String?
    public var user: String?
    public var userArn: String?
    public var principalOrgId: String?
    public var cognitoIdentityPoolId: String?
    public var cognitoIdentityId: String?
    /// `authenticated` or `unauthenticated`; only for a signer from an identity pool.
    public var cognitoAuthenticationType: String?
    public var cognitoAuthenticationProvider: String?
    public var clientCert: ClientCertificate?
    /// Only for private APIs.
    public var vpcId: String?
    /// Only for private APIs: the endpoint.
    public var vpceId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// The certificate of a client, where mutual TLS is on.
public struct ClientCertificate: EventValue {
    /// The whole certificate.
    public var clientCertPem: String?
    public var subjectDN: String?
    public var issuerDN: String?
    public var serialNumber: String?
    public var validity: Validity?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension ClientCertificate {
    /// When the certificate holds.
    public struct Validity: EventValue {
        /// Such as `May 28 12:30:02 2019 GMT`.
        public var notBefore: DateText?
        public var notAfter: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
