import Testing

@testable import SmugLambda

@Suite struct RuntimeEndpointTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let host: String
        let port: UInt16
        var path = ""

        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "127.0.0.1:9001", host: "127.0.0.1", port: 9001),
        Case(text: "localhost:1", host: "localhost", port: 1),
        Case(text: "localhost", host: "localhost", port: 80),
        Case(text: "[::1]:9001", host: "::1", port: 9001),
        Case(text: "[::1]", host: "::1", port: 80),
        Case(text: "127.0.0.1:9000/.rt/hello", host: "127.0.0.1", port: 9000, path: "/.rt/hello"),
        Case(text: "http://127.0.0.1:9000//", host: "127.0.0.1", port: 9000),
        Case(text: "http://host:9000/a/b/", host: "host", port: 9000, path: "/a/b"),
    ])
    func `an address is read`(example: Case) {
        let endpoint = RuntimeEndpoint(example.text)
        #expect(endpoint?.host == example.host)
        #expect(endpoint?.port == example.port)
        #expect(endpoint?.basePath == example.path)
    }

    @Test(arguments: [
        "", ":", ":80", "host:", "host:0", "host:65536", "host:-1", "host:x", "::1:80", "::1",
        "ho st:80", "host:80/a b", "host:80/#x", "https://host:80", "[]:80", "/path", "é:80",
    ])
    func `what is no address is refused`(text: String) {
        #expect(RuntimeEndpoint(text) == nil)
    }

    @Test(arguments: [[:], ["AWS_LAMBDA_RUNTIME_API": ""], ["AWS_LAMBDA_RUNTIME_API": "x:y"]])
    func `without an address the settings say what to do`(environment: [String: String]) {
        let error = #expect(throws: LambdaError.self) {
            try RuntimeSettings(environment: environment)
        }
        #expect(error?.description.hasPrefix("AWS_LAMBDA_RUNTIME_API") == true)
        #expect(error?.description.split(separator: "\n").count == 2)
    }
}
