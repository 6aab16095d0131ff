public import SmugJSON

/// An answer of a function's own URL.
///
/// [AWS: Invoking function URLs](https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html)
public struct FunctionURLResponse: EventValue {
    public var statusCode: Int?
    public var headers: Map<String>?
    public var cookies: [String]?
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
