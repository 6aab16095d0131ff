import SmugJSON
import Testing

@testable import SmugGateway

@Suite struct EffectiveManifestTests {
    private func effective(_ text: String) throws -> JSONValue {
        try ManifestFixture.parse(text).effective
    }

    @Test func `every key that is declared at the top is shown, or is a section that says nothing`()
        throws
    {
        let value = try effective(ManifestFixture.minimal)
        for key in GatewayKeys.section.keys {
            if case .optional = key.presence, case .section = key.shape { continue }
            #expect(value[key.name] != nil, "\(key.name)")
        }
    }

    @Test func `every key of a route is shown, or is a section that says nothing`() throws {
        let value = try effective(ManifestFixture.minimal)
        let batching = try #require(value["Spec"]?["paths"]?["/hello"]?["get"]?["x-smug"])
        for key in BatchingKeys.section.keys {
            if case .optional = key.presence, case .section = key.shape { continue }
            #expect(batching[key.name] != nil, "\(key.name)")
        }
    }

    @Test func `what was written is shown as the value that it is`() throws {
        let value = try effective(
            ManifestFixture.top(
                """
                MaxInflightRequests: "17"
                MaxBodyBytes: 2048.0
                AdminAddr: localhost:0
                ForwardHeaders: { Deny: [x-a, x-b] }
                """))
        #expect(value["MaxInflightRequests"] == 17)
        #expect(value["MaxBodyBytes"] == 2048)
        #expect(value["AdminAddr"] == "localhost:0")
        #expect(value["ForwardHeaders"]?["Deny"] == ["x-a", "x-b"])
        #expect(value["ForwardHeaders"]?["Allow"] == .null)
        #expect(value["ListenAddr"] == "127.0.0.1:3000")
    }

    @Test func `a key that is declared is no secret, whatever it is called`() throws {
        let value = try effective(
            ManifestFixture.top(
                "Cors: { AllowOrigins: ['https://a.example'], AllowCredentials: true }"))
        #expect(value["Cors"]?["AllowCredentials"] == true)
    }

    @Test func `defaults are filled in, and a route inherits what the gateway says`() throws {
        let value = try effective(ManifestFixture.top("DefaultTimeoutMs: 777"))
        #expect(value["MaxInflightInvocations"] == 64)
        let operation = value["Spec"]?["paths"]?["/hello"]?["get"]
        #expect(operation?["x-target-lambda"] == "hello")
        let batching = try #require(operation?["x-smug"])
        #expect(batching["timeoutMs"] == 777)
        #expect(batching["maxBodyBytes"] == 1_048_576)
        #expect(batching["maxWaitMs"] == 25)
        #expect(batching["invokeMode"] == "buffered")
        #expect(batching["idleFastPath"] == false)
    }

    @Test func `variables, arguments and what looks like a credential are hidden`() throws {
        let value = try effective(
            ManifestFixture.top(
                """
                Local:
                  Functions:
                    hello:
                      Command: ./run --key planted-one
                      Environment: { API_TOKEN: planted-two, PLAIN: planted-three }
                      Extensions: { watch: ./watch planted-six, log: [./log, planted-seven] }
                      Handler: https://me:planted-four@host/
                    other:
                      Command: [./run, planted-five]
                """))
        let text = String(decoding: value.indented, as: UTF8.self)
        #expect(!text.contains("planted"))
        let hello = try #require(value["Local"]?["Functions"]?["hello"])
        #expect(hello["Command"] == ["./run", "(hidden)", "(hidden)"])
        #expect(hello["Environment"] == ["API_TOKEN": "(hidden)", "PLAIN": "(hidden)"])
        #expect(
            hello["Extensions"] == [
                "watch": ["./watch", "(hidden)"], "log": ["./log", "(hidden)"],
            ])
        #expect(hello["Concurrency"] == 10)
        #expect(value["Local"]?["Functions"]?["other"]?["Command"] == ["./run", "(hidden)"])
    }

    @Test func `paths and functions are shown whatever they are called, and secrets are not`()
        throws
    {
        let value = try effective(
            """
            ListenAddr: :0
            Spec:
              paths:
                "/tokens/{id}":
                  get:
                    x-target-lambda: session-handler
                    x-smug:
                      maxWaitMs: 1
                      maxBatchSize: 2
                      stageVariables: { apiToken: planted, color: blue }
            Local:
              Functions:
                session-handler:
                  Command: ./run planted
                  Extensions: { session-watch: ./watch planted }
            """)
        let text = String(decoding: value.indented, as: UTF8.self)
        #expect(!text.contains("planted"))
        let operation = value["Spec"]?["paths"]?["/tokens/{id}"]?["get"]
        #expect(operation?["x-target-lambda"] == "session-handler")
        #expect(
            operation?["x-smug"]?["stageVariables"] == ["apiToken": "(hidden)", "color": "blue"])
        let function = value["Local"]?["Functions"]?["session-handler"]
        #expect(function?["Command"] == ["./run", "(hidden)"])
        #expect(function?["Extensions"] == ["session-watch": ["./watch", "(hidden)"]])
    }

    @Test func `what needs a start is shown as the gateway was started`() throws {
        let started = try ManifestFixture.parse(ManifestFixture.top("AdminAddr: :1"))
        let next = try ManifestFixture.parse(
            ManifestFixture.top("AdminAddr: :2\nAwsRegion: eu-west-1\nMaxBodyBytes: 5"))
        let shown = next.inEffect(startedWith: started).effective
        #expect(shown["AdminAddr"] == ":1")
        #expect(shown["AwsRegion"] == started.effective["AwsRegion"])
        #expect(shown["MaxBodyBytes"] == 5)
        #expect(started.inEffect(startedWith: started) == started)
    }

    @Test func `what the gateway does not read is left out`() throws {
        let value = try effective(
            ManifestFixture.minimal.replacing(
                "Spec:\n", with: "Spec:\n  info: { title: planted }\n  x-mine: planted\n"))
        #expect(value["Spec"]?.object?.keys == ["paths"])
    }
}
