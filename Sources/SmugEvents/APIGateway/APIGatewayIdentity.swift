public import SmugJSON

/// Who sent a request.
///
/// [AWS: Variables of the context](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html)
public struct APIGatewayIdentity: EventValue {
    public var sourceIp: String = ""
    public var userAgent: String?
    public var apiKey: String?
    public var apiKeyId: String?
    public var accountId: String?
    public var accessKey: String?
    public var caller: String?
    public var user: String?
    public var userArn: String?
    public var principalOrgId: String?
    public var cognitoIdentityPoolId: String?
    public var cognitoIdentityId: String?
    public var cognitoAuthenticationType: String?
    public var cognitoAuthenticationProvider: String?
    public var clientCert: ClientCertificate?
    public var vpcId: String?
    public var vpceId: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// The certificate of a client, where mutual TLS is on.
public struct ClientCertificate: EventValue {
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
        public var notBefore: DateText?
        public var notAfter: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
