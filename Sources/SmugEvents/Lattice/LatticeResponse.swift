public import SmugJSON

/// An answer for VPC Lattice.
///
/// [AWS: Lambda functions as targets in VPC Lattice](https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html)
public struct LatticeResponse: EventValue {
    public var statusCode: Int?
    public var statusDescription: String?
    public var headers: Map<String>?
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
