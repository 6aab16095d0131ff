import SmugHTTP
import Testing

@testable import SmugAWS

/// The URLs are botocore's for the same bucket, key and settings.
@Suite struct S3EndpointTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var environment: [String: String] = [:]
        var config: String?
        var region = "eu-central-1"
        var bucket = "bucket"
        var key = "key"
        let url: String

        init(
            _ name: String, environment: [String: String] = [:], config: String? = nil,
            region: String = "eu-central-1", bucket: String = "bucket", key: String = "key",
            _ url: String
        ) {
            testDescription = name
            self.environment = environment
            self.config = config
            self.region = region
            self.bucket = bucket
            self.key = key
            self.url = url
        }
    }

    private static let path = "[default]\ns3 =\n  addressing_style = path\n"
    private static let virtual = "[default]\ns3 =\n  addressing_style = virtual\n"
    private static let local = ["AWS_ENDPOINT_URL_S3": "http://localhost:9000"]

    @Test(arguments: [
        Case("the bucket in the host", "https://bucket.s3.eu-central-1.amazonaws.com/key"),
        Case(
            "China", region: "cn-north-1", "https://bucket.s3.cn-north-1.amazonaws.com.cn/key"),
        Case(
            "a dotted bucket", bucket: "a.bucket",
            "https://s3.eu-central-1.amazonaws.com/a.bucket/key"),
        Case(
            "a bucket with capitals", bucket: "Bucket",
            "https://s3.eu-central-1.amazonaws.com/Bucket/key"),
        Case(
            "path style asked for", config: path,
            "https://s3.eu-central-1.amazonaws.com/bucket/key"),
        Case("an endpoint of one's own", environment: local, "http://localhost:9000/bucket/key"),
        Case(
            "its bucket in the host", environment: local, config: virtual,
            "http://bucket.localhost:9000/key"),
        Case(
            "a dotted bucket without TLS", environment: local, config: virtual, bucket: "a.bucket",
            "http://a.bucket.localhost:9000/key"),
        Case(
            "an IPv4 address", environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"],
            config: virtual, "http://127.0.0.1:1/bucket/key"),
        Case(
            "an IPv6 address", environment: ["AWS_ENDPOINT_URL": "http://[::1]:1/base"],
            config: virtual, "http://[::1]:1/base/bucket/key"),
        Case(
            "dual stack", environment: ["AWS_USE_DUALSTACK_ENDPOINT": "true"],
            "https://bucket.s3.dualstack.eu-central-1.amazonaws.com/key"),
        Case(
            "FIPS", environment: ["AWS_USE_FIPS_ENDPOINT": "true"], region: "us-east-1",
            "https://bucket.s3-fips.us-east-1.amazonaws.com/key"),
        Case(
            "both, in the profile",
            config: "[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n",
            region: "us-east-1", "https://bucket.s3-fips.dualstack.us-east-1.amazonaws.com/key"),
        Case(
            "a key of all kinds", key: "a b/ü+%20/../~'(*)!;:@&=$,?#x",
            "https://bucket.s3.eu-central-1.amazonaws.com/a%20b/%C3%BC%2B%2520/../~%27%28%2A%29"
                + "%21%3B%3A%40%26%3D%24%2C%3F%23x"),
        Case(
            "a key that begins with a slash", key: "/k",
            "https://bucket.s3.eu-central-1.amazonaws.com//k"),
    ])
    func `An object's URL`(_ item: Case) throws {
        let configuration = try SharedFiles.of(item.environment, config: item.config).load()
        let resolver = EndpointResolver(
            environment: item.environment, configuration: configuration)
        let address = try #require(S3Address(bucket: item.bucket, key: item.key))
        let (endpoint, path) = try resolver.s3Endpoint(in: item.region).place(of: address)
        #expect(try AWSRequest(.get, to: endpoint, path: path).url == item.url)
    }

    @Test func `Another addressing style is an error`() throws {
        let configuration = try SharedFiles.of(
            config: "[default]\ns3 =\n  addressing_style = pth\n"
        ).load()
        let resolver = EndpointResolver(environment: [:], configuration: configuration)
        #expect(throws: EndpointError.addressingStyle(profile: "default")) {
            try resolver.s3Endpoint(in: "eu-central-1")
        }
    }
}
