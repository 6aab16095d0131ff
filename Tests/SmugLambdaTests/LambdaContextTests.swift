import Testing

@testable import SmugLambda

@Suite struct LambdaContextTests {
    @Test func `what a mobile client tells of itself is decoded`() throws {
        let context = LambdaContext(
            requestID: "a",
            clientContext: #"""
                {"client": {"installation_id": "i-1", "app_title": "Shop", "app_version_name": "2.1",
                "app_version_code": 21, "app_package_name": "com.example.shop"},
                "custom": {"k": "v", "n": 1.5}, "env": {"locale": "de_AT"}, "services": {}}
                """#.replacing("\n", with: ""))
        let client = try #require(context.clientContext)
        #expect(client.client.installationID == "i-1")
        #expect(client.client.title == "Shop")
        #expect(client.client.versionName == "2.1")
        #expect(client.client.versionCode == "21")
        #expect(client.client.packageName == "com.example.shop")
        #expect(client.custom == ["k": "v", "n": "1.5"])
        #expect(client.environment == ["locale": "de_AT"])
        #expect(context.rawClientContext?.isEmpty == false)
    }

    @Test(arguments: [
        #"{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}"#,
        #"{"identity_id":"id","identity_pool_id":"pool"}"#,
    ])
    func `a Cognito identity is decoded under either of its names`(text: String) {
        let context = LambdaContext(requestID: "a", cognitoIdentity: text)
        let expected = LambdaContext.CognitoIdentity(identityID: "id", identityPoolID: "pool")
        #expect(context.cognitoIdentity == expected)
        #expect(context.rawCognitoIdentity == Array(text.utf8))
    }

    @Test(arguments: ["", "null", "[1]", "{\"client\":", "\"text\""])
    func `a client context that is no object counts as absent`(text: String) {
        #expect(LambdaContext(requestID: "a", clientContext: text).clientContext == nil)
    }

    @Test func `the remaining time is by the clock that was handed in`() {
        let start = ContinuousClock.now
        let context = LambdaContext(
            requestID: "a", deadline: start.advanced(by: .seconds(5)),
            now: { start.advanced(by: .seconds(2)) })
        #expect(context.remainingTime == .seconds(3))
        let late = LambdaContext(requestID: "a", deadline: start, now: { start + .seconds(1) })
        #expect(late.remainingTime == .zero)
    }

    @Test func `an item has its own ids, and the rest of its invocation`() {
        let invocation = LambdaContext(
            requestID: "inv", deadline: .now.advanced(by: .seconds(10)), traceID: "Root=1",
            tenantID: "blue")
        let soon = invocation.deadline.advanced(by: .seconds(-5))
        let item = invocation.item(requestID: "r-1", traceID: "Root=2", deadline: soon)
        #expect(item.requestID == "r-1")
        #expect(item.invocationRequestID == "inv")
        #expect(item.traceID == "Root=2")
        #expect(item.tenantID == "blue")
        #expect(item.deadline == soon)
        let other = invocation.item(
            requestID: "r-2", deadline: invocation.deadline.advanced(by: .seconds(1)))
        #expect(other.traceID == "Root=1")
        #expect(other.deadline == invocation.deadline)
    }

    @Test func `a text that no header can carry counts as absent`() {
        let context = LambdaContext(requestID: "a", traceID: "b\nc", tenantID: "blue")
        #expect(context.requestID == "a")
        #expect(context.traceID == nil)
        #expect(context.tenantID == "blue")
        #expect(context.invocationID == nil)
    }
}
