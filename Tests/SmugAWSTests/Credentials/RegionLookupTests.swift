import Testing

@testable import SmugAWS

@Suite struct RegionLookupTests {
    private static let config = "[default]\nregion = eu-north-1\n"

    private func region(_ environment: [String: String], config: String = config) throws -> String {
        let files = SharedFiles.of(environment, config: config)
        return try RegionLookup(environment: environment, configuration: files.load()).region()
    }

    @Test(arguments: [
        (["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"], "eu-west-1"),
        (["AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-2"], "eu-west-2"),
        ([:], "eu-north-1"),
    ])
    func `Variables come before the profile`(environment: [String: String], expected: String) throws
    {
        #expect(try region(environment) == expected)
    }

    @Test func `Without any the error says what to set`() {
        let error = #expect(throws: RegionError.self) { try region([:], config: "") }
        #expect("\(error ?? .malformed(source: ""))".contains("set AWS_REGION"))
    }

    @Test(arguments: [
        "EU-WEST-1", "eu west 1", "eu-west-1.evil.example", "-a", "a-", "eu/west", "e\u{FC}",
        String(repeating: "a", count: 64),
    ])
    func `What cannot be part of a host name is refused`(text: String) {
        #expect(throws: RegionError.malformed(source: "AWS_REGION")) {
            try region(["AWS_REGION": text])
        }
        #expect(throws: RegionError.malformed(source: "region of profile 'default'")) {
            try region([:], config: "[default]\nregion = \(text)\n")
        }
    }
}
