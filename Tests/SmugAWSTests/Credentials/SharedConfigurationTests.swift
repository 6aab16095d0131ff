import Testing

@testable import SmugAWS

@Suite struct SharedConfigurationTests {
    @Test func `The credentials file wins, key by key`() throws {
        let configuration = try SharedFiles.of(
            config: "[default]\na = 1\nb = 1\n", credentials: "[default]\nb = 2\n"
        ).load()
        #expect(configuration["a"] == "1")
        #expect(configuration["b"] == "2")
        #expect(configuration["c"] == nil)
    }

    @Test func `A nested value is no plain one`() throws {
        let configuration = try SharedFiles.of(config: "[default]\ns3 =\n  x = 1\ny =\n").load()
        #expect(configuration["s3"] == nil)
        #expect(configuration["y"] == nil)
    }

    @Test(arguments: [
        ("[services dev]", "dev", "http://h"), ("[services \"dev\"]", "dev", "http://h"),
        ("[services other]", "dev", nil), ("[servicesdev]", "dev", nil),
    ])
    func `The services section is the one that the profile names`(
        header: String, name: String, expected: String?
    ) throws {
        let configuration = try SharedFiles.of(
            config:
                "[default]\nservices = \(name)\n\(header)\nlambda =\n  endpoint_url = http://h\n"
        ).load()
        #expect(configuration.endpointURL(ofService: "lambda") == expected)
        #expect(configuration.endpointURL(ofService: "s3") == nil)
    }

    @Test func `Whether the profile was asked for and is there`() throws {
        let named = try SharedFiles.of(["AWS_PROFILE": "x"]).load()
        #expect(named.isProfileExplicit && !named.hasProfile && named.profileName == "x")
        let implied = try SharedFiles.of(config: "[default]\n").load()
        #expect(!implied.isProfileExplicit && implied.hasProfile)
        #expect(implied.profileName == "default")
        #expect(!SharedConfiguration.empty.hasProfile)
    }
}
