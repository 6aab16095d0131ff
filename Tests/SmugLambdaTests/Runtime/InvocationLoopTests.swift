import SmugLoop
import SmugNet
import Synchronization
import Testing

@testable import SmugLambda

@Suite struct InvocationLoopTests {
    typealias Post = RuntimeAPIStandIn.Post

    private struct Refusal: Error, CustomStringConvertible {
        let description = "the \"table\" is\nlocked"
    }

    private static let echo: @Sendable ([UInt8], LambdaContext) async throws -> [UInt8] = {
        event, _ in event
    }

    private static func response(_ id: String, _ body: String) -> Post {
        Post(path: "/2018-06-01/runtime/invocation/\(id)/response", body: body)
    }

    @Test func `every event is answered, on one connection`() throws {
        let played = try Played.run(
            [.event("{\"n\":1}", id: "a"), .event("{\"n\":2}", id: "b")], Self.echo)
        #expect(played.posts == [Self.response("a", "{\"n\":1}"), Self.response("b", "{\"n\":2}")])
        #expect(played.status == 0)
        #expect(played.connectionCount == 1)
        #expect(played.log.isEmpty)
    }

    @Test func `an error becomes the error document and the next event is served`() throws {
        let played = try Played.run([.event("1", id: "a"), .event("2", id: "b")]) { event, _ in
            guard event != Array("1".utf8) else { throw Refusal() }
            return event
        }
        let document =
            "{\"errorType\":\"Refusal\",\"errorMessage\":\"the \\\"table\\\" is\\nlocked\","
            + "\"stackTrace\":[]}"
        #expect(
            played.posts == [
                Post(
                    path: "/2018-06-01/runtime/invocation/a/error", body: document,
                    contentType: "application/vnd.aws.lambda.error+json", errorType: "Refusal"),
                Self.response("b", "2"),
            ])
        #expect(
            played.log == [
                "a ERROR the handler failed errorType=Refusal "
                    + "errorMessage=the \"table\" is\rlocked"
            ])
    }

    @Test func `an invocation id is echoed with answers and with errors`() throws {
        let fields = [("Lambda-Runtime-Invocation-Id", "inv-1")]
        let played = try Played.run([
            .event("1", id: "a", fields: fields), .event("2", id: "b", fields: fields),
        ]) { event, _ in
            guard event != Array("1".utf8) else { throw Refusal() }
            return event
        }
        #expect(played.posts.map(\.invocationID) == ["inv-1", "inv-1"])
    }

    @Test func `a request id that is no path segment is escaped`() throws {
        let played = try Played.run([.event("1", id: "a/../b?c#d")], Self.echo)
        #expect(played.posts == [Self.response("a%2F..%2Fb%3Fc%23d", "1")])
    }

    @Test func `a path in front of the API's own is kept`() throws {
        let played = try Played.run([.event("1", id: "a")], basePath: "/.rt/hello/", Self.echo)
        #expect(
            played.posts.map(\.path) == ["/.rt/hello/2018-06-01/runtime/invocation/a/response"])
    }

    struct Mishap: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let poll: RuntimeAPIStandIn.Poll
        let told: String
    }

    private static let next = "/2018-06-01/runtime/invocation/next"

    static let mishaps: [Mishap] = [
        Mishap(
            testDescription: "a refusal", poll: .refusal(403, "not yours"),
            told: "ERROR \(next): the Runtime API answered 403 Forbidden: not yours"),
        Mishap(
            testDescription: "a failure", poll: .refusal(500, ""),
            told: "ERROR \(next): the Runtime API answered 500 Internal Server Error: no body"),
        Mishap(
            testDescription: "a timeout", poll: .refusal(410, "late"),
            told: "ERROR \(next): too late, the invocation has timed out: late"),
        Mishap(
            testDescription: "a closed connection", poll: .hangUp,
            told: "ERROR \(next): the connection to the Runtime API was lost: "),
        Mishap(
            testDescription: "half an event", poll: .breakOff,
            told: "ERROR \(next): the connection to the Runtime API was lost: "),
        Mishap(
            testDescription: "an event without id", poll: .withoutID,
            told: "ERROR the Runtime API sent an event without Lambda-Runtime-Aws-Request-Id"),
    ]

    @Test(arguments: mishaps)
    func `a failed poll is told and followed by another`(mishap: Mishap) throws {
        let played = try Played.run(
            [.event("1", id: "a"), mishap.poll, .event("2", id: "b")], Self.echo)
        #expect(played.posts == [Self.response("a", "1"), Self.response("b", "2")])
        #expect(played.log.count == 1)
        #expect(played.log.first?.hasPrefix(mishap.told) == true)
        #expect(played.status == 0)
    }

    struct Loss: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let reply: RuntimeAPIStandIn.Reply
        let told: String
    }

    static let losses: [Loss] = [
        Loss(
            testDescription: "too large", reply: .refusal(413, "over 6 MB"),
            told: "the Runtime API answered 413 Content Too Large: over 6 MB"),
        Loss(
            testDescription: "too late", reply: .refusal(410, "gone"),
            told: "too late, the invocation has timed out: gone"),
        Loss(
            testDescription: "a failure", reply: .refusal(500, "x"),
            told: "the Runtime API answered 500 Internal Server Error: x"),
        Loss(
            testDescription: "a closed connection", reply: .hangUp,
            told: "the connection to the Runtime API was lost: "),
    ]

    @Test(arguments: losses)
    func `an answer that may have been taken is not handed in again`(loss: Loss) throws {
        let played = try Played.run(
            [.event("1", id: "a"), .event("2", id: "b")], replies: [loss.reply], Self.echo)
        #expect(played.posts == [Self.response("a", "1"), Self.response("b", "2")])
        #expect(played.log.count == 1)
        #expect(
            played.log.first?.hasPrefix(
                "a ERROR /2018-06-01/runtime/invocation/a/response: \(loss.told)") == true)
    }

    @Test func `empty, slow and very large events come whole, and so do answers`() throws {
        let size = 7 * 1024 * 1024
        let played = try Played.run([
            .event("", id: "empty"), .slowEvent("{\"slow\":true}", id: "slow"),
            .bigEvent(size, id: "big"),
        ]) { event, _ in event }
        #expect(played.posts.map(\.body.utf8.count) == [0, 13, size])
        #expect(played.posts[1].body == "{\"slow\":true}")
        #expect(played.log.isEmpty)
    }

    @Test func `the context has what Lambda says`() throws {
        let fields = [
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:1:function:hello"),
            ("Lambda-Runtime-Trace-Id", "Root=1-2"), ("Lambda-Runtime-Aws-Tenant-Id", "blue"),
            ("Lambda-Runtime-Client-Context", "{\"client\":{}}"),
        ]
        let played = try Played.run([.event("", id: "a", fields: fields)]) { _, context in
            #expect(context.requestID == "a")
            #expect(context.invokedFunctionARN == "arn:aws:lambda:eu-west-1:1:function:hello")
            #expect(context.traceID == "Root=1-2")
            #expect(context.tenantID == "blue")
            #expect(context.rawClientContext == Array("{\"client\":{}}".utf8))
            #expect(context.cognitoIdentity == nil)
            #expect(context.functionName == "hello")
            #expect(context.functionVersion == "7")
            #expect(context.memoryMegabytes == 512)
            #expect(LambdaContext.current?.requestID == "a")
            return Array("seen".utf8)
        }
        #expect(played.posts.map(\.body) == ["seen"])
    }

    @Test func `it gives up after failures in a row`() throws {
        let refusals = Array(repeating: RuntimeAPIStandIn.Poll.refusal(500, "x"), count: 9)
        let played = try Played.run(refusals, Self.echo)
        #expect(played.status == 1)
        #expect(played.pollCount == 4)
        #expect(
            played.log.last?.hasSuffix("errorMessage=no event after 3 further attempts: giving up")
                == true)
    }

    @Test func `a success begins the count of failures anew`() throws {
        let refusals = Array(repeating: RuntimeAPIStandIn.Poll.refusal(500, "x"), count: 3)
        let played = try Played.run(refusals + [.event("1")] + refusals, Self.echo)
        #expect(played.status == 0)
        #expect(played.pollCount == 8)
    }

    @Test func `what is put off is done after the answer and before the next event`() throws {
        let order = Lines()
        let played = try Played.run([.event("1", id: "a"), .event("2", id: "b")]) {
            event, context in
            let name = String(decoding: event, as: UTF8.self)
            order.add("handled \(name)")
            context.afterAnswer {
                order.add("after \(LambdaContext.current?.requestID ?? "")")
                context.afterAnswer { order.add("and after that") }
                throw Refusal()
            }
            guard name == "1" else { throw Refusal() }
            return event
        }
        #expect(
            order.all == [
                "handled 1", "after a", "and after that", "handled 2", "after b", "and after that",
            ])
        #expect(played.posts.count == 2)
        #expect(played.log.filter { $0.contains("work after the answer failed") }.count == 2)
    }

    @Test func `what is put off is cancelled at the deadline`() throws {
        let deadline = ("lambda-runtime-deadline-ms", "1")
        let played = try Played.run([
            .event("1", id: "a", fields: [deadline]), .event("2", id: "b"),
        ]) { event, context in
            if context.requestID == "a" {
                context.afterAnswer { try await LambdaRuntime.sleep(for: .seconds(600)) }
            }
            return event
        }
        #expect(played.posts.map(\.body) == ["1", "2"])
        #expect(
            played.log.contains(
                "a WARN work after the answer is cancelled: the deadline has come"))
    }
}
