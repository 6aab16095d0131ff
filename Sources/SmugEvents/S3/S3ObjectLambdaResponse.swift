public import SmugJSON

/// An answer to HeadObject, ListObjects or ListObjectsV2.
///
/// [AWS: Writing Lambda functions for Object Lambda access points](https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-writing-lambda.html)
public struct S3ObjectLambdaResponse: EventValue {
    public var statusCode: Int?
    public var errorCode: String?
    public var errorMessage: String?
    public var headers: Map<JSONValue>?
    public var listResultXml: String?
    public var listBucketResult: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
