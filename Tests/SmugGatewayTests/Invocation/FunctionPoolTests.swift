import Testing

@testable import SmugGateway

@Suite struct FunctionPoolTests {
    @Test func `routes share a function's concurrency whatever its alias, and no other's`() throws {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
        let functions = ["orders", "orders:live", "users", arn, arn + ":7", "orders:2"]
        let paths = functions.enumerated().map { RouteFixture.path("/\($0)", function: $1) }
        let routes = try RouteFixture.routes(RouteFixture.manifest(paths))
        #expect(routes.map(\.functionNumber) == [0, 0, 1, 2, 2, 0])
        let names = routes.map { FunctionPool($0.function).description }
        let account = "eu-west-1:123456789012:orders"
        #expect(names == ["orders", "orders", "users", account, account, "orders"])
    }
}
