public import SmugJSON

/// An answer for a load balancer's client.
///
/// [AWS: Lambda functions as targets](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html)
public struct ALBResponse: EventValue {
    public var statusCode: Int?
    /// Such as `200 OK`.
    public var statusDescription: String?
    /// For target groups without multi-value headers.
    public var headers: Map<String>?
    /// For target groups with multi-value headers, which must have them here.
    public var multiValueHeaders: Map<[String]>?
    /// With the rest of the answer at most 1 MB.
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
