public import SmugJSON

/// A request of VPC Lattice, event version 2.0.
///
/// [AWS: Lambda functions as targets in VPC Lattice](https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html)
public struct LatticeRequest: EventValue {
    public var version: String?
    public var path: String = ""
    public var method: String = ""
    public var headers: Map<[String]> = Map<[String]>()
    public var queryStringParameters: JSONValue?
    public var body: String?
    public var isBase64Encoded: Bool?
    public var requestContext: Context = Context()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension LatticeRequest {
    /// Where the request came in, and from whom.
    public struct Context: EventValue {
        public var serviceNetworkArn: String?
        public var serviceArn: String?
        public var targetGroupArn: String?
        public var identity: Identity?
        public var region: String?
        /// In microseconds.
        public var timeEpoch: Lenient<Int>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Who sent the request.
    public struct Identity: EventValue {
        public var sourceVpcArn: String?
        public var type: String?
        public var principal: String?
        public var principalOrgID: String?
        public var sessionName: String?
        public var x509IssuerOu: String?
        public var x509SanDns: String?
        public var x509SanNameCn: String?
        public var x509SanUri: String?
        public var x509SubjectCn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
