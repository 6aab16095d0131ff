import Testing

@testable import SmugAWS

@Suite struct ProxyVariablesTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let name: String
        let variables: [String: String]
        let http: Bool
        let https: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Sample(name: "none", variables: [:], http: false, https: false),
        Sample(name: "http_proxy", variables: ["http_proxy": "http://p"], http: true, https: false),
        Sample(
            name: "HTTP_PROXY", variables: ["HTTP_PROXY": "http://p"], http: false, https: false),
        Sample(
            name: "HTTPS_PROXY", variables: ["HTTPS_PROXY": "http://p"], http: false, https: true),
        Sample(
            name: "https_proxy", variables: ["https_proxy": "http://p"], http: false, https: true),
        Sample(name: "ALL_PROXY", variables: ["ALL_PROXY": "http://p"], http: true, https: true),
        Sample(name: "all_proxy", variables: ["all_proxy": "http://p"], http: true, https: true),
        Sample(name: "an empty one", variables: ["all_proxy": ""], http: false, https: false),
    ])
    func `a proxy applies where libcurl would take it`(sample: Sample) throws {
        let proxies = ProxyVariables(sample.variables)
        #expect(proxies.mayApply(to: try EndpointURL("http://a")) == sample.http)
        #expect(proxies.mayApply(to: try EndpointURL("https://a")) == sample.https)
    }
}
