public import SmugJSON

/// A request that a load balancer hands on.
///
/// Either the single-valued or the multi-valued maps are there, as the target group is set.
///
/// [AWS: Lambda functions as targets](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html)
public struct ALBRequest: EventValue {
    public var requestContext: Context = Context()
    public var httpMethod: String = ""
    /// As on the wire, without the query.
    public var path: String = ""
    /// As on the wire: the load balancer does not decode them.
    public var queryStringParameters: Map<String>?
    /// In place of the other where the target group's `lambda.multi_value_headers.enabled` is set.
    public var multiValueQueryStringParameters: Map<[String]>?
    /// Names in lower case; of a field that came twice the last.
    public var headers: Map<String>?
    /// In place of the other where the target group's `lambda.multi_value_headers.enabled` is set.
    public var multiValueHeaders: Map<[String]>?
    /// Empty where there is none; at most 1 MB in the event.
    public var body: String?
    /// True for what is no text: anything with `content-encoding`, and types other than text, JSON,
    /// XML and JavaScript.
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension ALBRequest {
    /// Where the request came in.
    public struct Context: EventValue {
        public var elb: LoadBalancer = LoadBalancer()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The target group.
    public struct LoadBalancer: EventValue {
        public var targetGroupArn: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
