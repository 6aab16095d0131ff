import TestSupport
import Testing

@testable import SmugLambda

@Suite struct LambdaFunctionTests {
    private static let context = LambdaContext(requestID: "a")

    private func text(_ function: LambdaFunction, _ event: String = "{}") async throws -> String {
        let answer = try await function.answer(to: Array(event.utf8), Self.context)
        return String(decoding: try await answer.collect(), as: UTF8.self)
    }

    @Test func `bytes, answers and nothing are answers`() async throws {
        #expect(try await text(LambdaFunction { event, _ in event }, "[1]") == "[1]")
        #expect(try await text(LambdaFunction { _, _ in .bytes(Array("x".utf8)) }) == "x")
        let seen = Shared("")
        let silent = LambdaFunction { event, _ in
            seen.change { $0 = String(decoding: event, as: UTF8.self) }
        }
        #expect(try await text(silent, "[2]") == "null")
        #expect(seen.value == "[2]")
    }

    @Test func `the first middleware is the outermost, and each may change both ways`() async throws
    {
        func around(_ name: String) -> LambdaMiddleware {
            { event, context, next in
                let answer = try await next.answer(to: event + Array(name.utf8), context)
                return .bytes(try await answer.collect() + Array(name.uppercased().utf8))
            }
        }
        let function = LambdaFunction { event, _ in event }.with(around("a"), around("b"))
        #expect(try await text(function, "-") == "-abBA")
    }

    @Test func `middleware may answer by itself`() async throws {
        let function = LambdaFunction { event, _ in event + [0] }
            .with { _, _, _ in .null }
        #expect(try await text(function) == "null")
    }

    private struct Order: Codable {
        var name: String
        var count = 1
    }

    @Test func `values are decoded and encoded`() async throws {
        let event = #"{"name":"a","count":2}"#
        let doubled = LambdaFunction { (order: Order, _) in
            Order(name: order.name, count: order.count * 2)
        }
        #expect(try await text(doubled, event) == #"{"name":"a","count":4}"#)
        let streamed = LambdaFunction { (order: Order, _) in
            .stream { try await $0.write(order.name) }
        }
        #expect(try await text(streamed, event) == "a")
        let silent = LambdaFunction { (order: Order, _) in #expect(order.count == 2) }
        #expect(try await text(silent, event) == "null")
        let counted = LambdaFunction { event, _ in ["count": event.count] }
        #expect(try await text(counted, event) == #"{"count":22}"#)
        let json = LambdaFunction { (_: Order, _) in try .json(["x"]) }
        #expect(try await text(json, event) == #"["x"]"#)
    }

    private struct Greeter: LambdaHandler {
        func handle(_ event: Order, _ context: LambdaContext) async throws -> [String] {
            [event.name, context.requestID]
        }
    }

    private struct Echo: ClosingLambdaHandler {
        func handle(_ event: [UInt8], _ context: LambdaContext) async throws -> [UInt8] { event }
        func close() async throws {}
    }

    private struct Silent: LambdaHandler {
        func handle(_ event: [UInt8], _ context: LambdaContext) async throws {}
    }

    @Test func `a handler is a function by its own types`() async throws {
        #expect(try await text(Greeter().function, #"{"name":"b","count":1}"#) == #"["b","a"]"#)
        #expect(try await text(Echo().function, "[1]") == "[1]")
        #expect(try await text(Silent().function) == "null")
    }
}
