/// Where a signature counts: one service in one region.
package struct SigningScope: Hashable, Sendable {
    /// The region as in the host name, such as `eu-central-1`.
    package let region: String
    /// The service's signing name, such as `lambda` or `s3`.
    package let service: String

    /// Takes names as they are; neither is checked.
    package init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// S3 signs the path as it goes over the wire; every other service encodes it once more.
    var encodesPathTwice: Bool { service != "s3" }

    /// The credential scope, `20150830/us-east-1/lambda/aws4_request`.
    func append(on date: AmazonDate, to output: inout [UInt8]) {
        output += date.day
        output.append(UInt8(ascii: "/"))
        output += region.utf8
        output.append(UInt8(ascii: "/"))
        output += service.utf8
        output += "/aws4_request".utf8
    }
}
