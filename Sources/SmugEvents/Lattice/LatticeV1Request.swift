public import SmugJSON

/// A request of VPC Lattice, event version 1.0.
///
/// [AWS: Lambda functions as targets in VPC Lattice](https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html)
public struct LatticeV1Request: EventValue {
    public var rawPath: String = ""
    public var method: String = ""
    public var headers: Map<String> = Map<String>()
    public var queryStringParameters: Map<String>?
    public var body: JSONValue?
    public var isBase64Encoded: Lenient<Bool>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case rawPath = "raw_path"
        case method
        case headers
        case queryStringParameters = "query_string_parameters"
        case body
        case isBase64Encoded = "is_base64_encoded"
        case others
    }
}
