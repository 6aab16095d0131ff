import Testing

@testable import SmugAWS

@Suite struct EndpointResolverTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var environment: [String: String] = [:]
        var config: String?
        var service = AWSService.lambda
        var region = "eu-central-1"
        let url: String
    }

    private static let config = """
        [default]
        endpoint_url = http://profile
        services = dev
        [services dev]
        lambda =
          endpoint_url = http://section
        """

    @Test(arguments: [
        Case(testDescription: "the region's own", url: "https://lambda.eu-central-1.amazonaws.com"),
        Case(
            testDescription: "S3's own", service: .s3, url: "https://s3.eu-central-1.amazonaws.com"),
        Case(
            testDescription: "China", region: "cn-north-1",
            url: "https://lambda.cn-north-1.amazonaws.com.cn"),
        Case(
            testDescription: "GovCloud", region: "us-gov-west-1",
            url: "https://lambda.us-gov-west-1.amazonaws.com"),
        Case(
            testDescription: "the variable of the service",
            environment: [
                "AWS_ENDPOINT_URL_LAMBDA": "http://one", "AWS_ENDPOINT_URL": "http://all",
            ],
            config: config, url: "http://one"),
        Case(
            testDescription: "the variable for all",
            environment: ["AWS_ENDPOINT_URL_S3": "http://one", "AWS_ENDPOINT_URL": "http://all"],
            config: config, url: "http://all"),
        Case(testDescription: "the section of services", config: config, url: "http://section"),
        Case(
            testDescription: "the profile's, for another service", config: config, service: .s3,
            url: "http://profile"),
        Case(
            testDescription: "an empty variable", environment: ["AWS_ENDPOINT_URL": ""],
            config: config, url: "http://section"),
        Case(
            testDescription: "everything configured ignored",
            environment: [
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE", "AWS_ENDPOINT_URL": "http://all",
            ], config: config, url: "https://lambda.eu-central-1.amazonaws.com"),
        Case(
            testDescription: "ignored by the profile",
            environment: ["AWS_ENDPOINT_URL": "http://all"],
            config: "[default]\nignore_configured_endpoint_urls = true\n",
            url: "https://lambda.eu-central-1.amazonaws.com"),
        Case(
            testDescription: "the variable says not to ignore",
            environment: [
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false", "AWS_ENDPOINT_URL": "http://all",
            ], config: "[default]\nignore_configured_endpoint_urls = true\n", url: "http://all"),
    ])
    func `The first that is configured decides`(_ item: Case) throws {
        let configuration = try SharedFiles.of(item.environment, config: item.config).load()
        let resolver = EndpointResolver(
            environment: item.environment, configuration: configuration)
        #expect(try resolver.endpoint(of: item.service, in: item.region).description == item.url)
    }

    @Test func `A wrong URL is an error that names its place`() {
        let resolver = EndpointResolver(
            environment: ["AWS_ENDPOINT_URL": "localhost:9000"], configuration: .empty)
        let error = #expect(throws: EndpointError.self) {
            _ = try resolver.endpoint(of: .lambda, in: "eu-central-1")
        }
        #expect(
            error?.description
                == "AWS_ENDPOINT_URL: 'localhost:9000' must begin with http:// or https://")
    }

    @Test func `A region that is no host name is refused`() {
        let resolver = EndpointResolver(environment: [:], configuration: .empty)
        #expect(throws: EndpointError.region) {
            _ = try resolver.endpoint(of: .lambda, in: "x.evil.example/")
        }
    }
}
