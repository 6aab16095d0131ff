import Testing

@testable import SmugGateway

@Suite struct FunctionNumbersTests {
    @Test func `routes share a function's concurrency whatever its alias, and no other's`() throws {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
        let functions = ["orders", "orders:live", "users", arn, arn + ":7", "orders:2"]
        let paths = functions.enumerated().map { RouteFixture.path("/\($0)", function: $1) }
        let numbers = FunctionNumbers(try RouteFixture.routes(RouteFixture.manifest(paths)))
        #expect(numbers.numbers == [0, 0, 1, 2, 2, 0])
        #expect(numbers.names == ["orders", "users", "eu-west-1:123456789012:orders"])
    }
}
