import SmugHTTP
import SmugLoop
import Testing

@testable import SmugLocal

@Suite struct TelemetrySubscriptionTests {
    private static func parse(
        _ text: String, _ api: TelemetryAPI = .telemetry
    ) throws(TelemetrySubscription.Fault) -> TelemetrySubscription {
        try TelemetrySubscription(Array(text.utf8), to: api)
    }

    private static let http = #""destination":{"protocol":"HTTP","URI":"http://sandbox:8080"}"#

    @Test func `everything that is asked for arrives`() throws {
        let read = try Self.parse(
            """
            {"schemaVersion":"2022-12-13","types":["platform","function","extension"],
             "buffering":{"maxItems":1000,"maxBytes":1048576,"timeoutMs":25},
             "destination":{"protocol":"HTTP","URI":"http://sandbox.localdomain:8080/a?b=c","method":"PUT"}}
            """)
        #expect(read.api == .telemetry && read.schema == "2022-12-13")
        #expect(read.sources == [.platform, .function, .extension])
        #expect(
            read.buffering
                == TelemetrySubscription.Buffering(
                    maxItems: 1_000, maxBytes: 1_048_576, timeout: .milliseconds(25)))
        let address = try #require(SocketAddress(host: "127.0.0.1", port: 8080))
        #expect(read.destination == .http(address, .put, target: "/a?b=c"))
    }

    @Test func `a type that is named twice is subscribed once`() throws {
        let read = try Self.parse(
            #"{"types":["function","platform","function"],\#(Self.http)}"#, .logs)
        #expect(read.sources == [.function, .platform])
    }

    @Test func `what is left out is as in Lambda`() throws {
        let read = try Self.parse(
            #"{"types":["function"],\#(Self.http)}"#, .logs)
        #expect(read.schema == "2020-08-15")
        #expect(read.buffering == TelemetrySubscription.Buffering())
        let address = try #require(SocketAddress(host: "127.0.0.1", port: 8080))
        #expect(read.destination == .http(address, .post, target: "/"))
    }

    @Test(arguments: [
        #"{"protocol":"TCP","port":8080}"#,
        #"{"protocol":"TCP","URI":"tcp://sandbox.localdomain:8080"}"#,
    ])
    func `a stream is a destination too`(_ destination: String) throws {
        let read = try Self.parse(
            #"{"types":["platform"],"destination":\#(destination)}"#, .logs)
        let address = try #require(SocketAddress(host: "127.0.0.1", port: 8080))
        #expect(read.destination == .tcp(address))
    }

    private static func subscription(
        types: String = #"["platform"]"#, buffering: String = "{}", destination: String
    ) -> String {
        #"""
        {"schemaVersion":"2022-07-01","types":\#(types),"buffering":\#(buffering),
         "destination":{\#(destination)}}
        """#
    }

    private static let http8080 = #""protocol":"HTTP","URI":"http://sandbox:8080""#

    @Test(arguments: [
        ("[]", ["the body is no JSON object"]), ("{", ["the body is no JSON object"]),
        (
            "{}",
            [
                "schemaVersion should be one of 2022-07-01, 2022-12-13, 2025-01-29",
                "types should not be empty", "destination.protocol should be HTTP or TCP",
            ]
        ),
        (
            subscription(types: #"["platform","all"]"#, destination: http8080),
            ["types should be of platform, function, extension"]
        ),
        (
            subscription(
                buffering: #"{"maxItems":999,"maxBytes":1048577,"timeoutMs":"a"}"#,
                destination: http8080),
            [
                "buffering.maxItems should be from 1000 to 10000",
                "buffering.maxBytes should be from 262144 to 1048576",
                "buffering.timeoutMs should be from 25 to 30000",
            ]
        ),
        (
            subscription(destination: #""protocol":"HTTP","URI":"http://sandbox""#),
            ["URI port is not provided"]
        ),
        (
            subscription(destination: #""protocol":"HTTP","URI":"https://sandbox:1""#),
            ["destination.URI should start with http://"]
        ),
        (
            subscription(destination: #""protocol":"HTTP","URI":"http://example.com:1""#),
            ["destination.URI should be of sandbox.localdomain"]
        ),
        (
            subscription(destination: #""protocol":"HTTP","URI":"http://sandbox:1/a b""#),
            ["destination.URI should be ASCII without spaces"]
        ),
        (
            subscription(destination: #""protocol":"TCP","port":0"#),
            ["the destination's port should be from 1 to 65535"]
        ),
        (
            subscription(destination: http8080 + #","method":"GET""#),
            ["destination.method should be POST or PUT"]
        ),
    ])
    func `all that is wrong is told`(text: String, problems: [String]) {
        #expect(throws: TelemetrySubscription.Fault(problems: problems)) { try Self.parse(text) }
    }
}
