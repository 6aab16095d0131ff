import SmugEvents
import SmugJSON
import SmugLambda
import SmugLoop
import SmugNet
import SmugTLS
import TestSupport
import Testing

@testable import SmugCloudFormation

@Suite struct CustomResourceTests {
    private typealias Handler = CustomResource<Storage.Properties>.Handler

    private struct Broken: Error {}

    private static let patience = Duration.seconds(900)

    private static func answer(
        _ storage: Storage, _ event: [UInt8], remaining: Duration = patience,
        _ handle: @escaping Handler
    ) async throws {
        let context = LambdaContext(requestID: "a", deadline: .now.advanced(by: remaining))
        try await CustomResource(handle, on: storage.loop, over: storage.machine)
            .answer(event, context)
    }

    @Test func `an answer is put to the address that was signed, with an empty content-type`()
        throws
    {
        try Storage.run { storage in
            async let done: Void = Self.answer(storage, storage.event()) { request, _ in
                request.success(
                    physicalResourceId: "made", data: ["Size": .integer(Int64(request.size))],
                    noEcho: true)
            }
            let put = try await storage.put()
            try await done
            #expect(put.head.hasPrefix("PUT /answers/r?X-Amz-Signature=a%2Fb HTTP/1.1\r\n"))
            #expect(put.head.contains("\r\nhost: \(try storage.server.address)\r\n"))
            #expect(put.head.contains("\r\ncontent-type: \r\n"))
            #expect(
                try put.answer == [
                    "Status": "SUCCESS", "PhysicalResourceId": "made", "StackId": "s",
                    "RequestId": "r", "LogicalResourceId": "L", "NoEcho": true,
                    "Data": ["Size": 7],
                ])
        }
    }

    @Test(arguments: ["Update", "Delete"])
    func `what there is keeps its name`(type: String) throws {
        try Storage.run { storage in
            let event = try storage.event(type, id: "made")
            async let done: Void = Self.answer(storage, event) { request, _ in
                type == "Delete"
                    ? request.success(physicalResourceId: "another") : request.success()
            }
            let answer = try await storage.put().answer
            try await done
            #expect(answer["PhysicalResourceId"] == "made")
        }
    }

    @Test func `what the handler throws is CloudFormation's to know, not Lambda's`() throws {
        try Storage.run { storage in
            async let done: Void = Self.answer(storage, storage.event()) { _, _ in throw Broken() }
            let answer = try await storage.put().answer
            try await done
            #expect(answer["Status"] == "FAILED" && answer["Reason"] == "Broken()")
            #expect(answer["PhysicalResourceId"] == "L-r")
        }
    }

    @Test func `properties that do not decode are answered without the handler`() throws {
        try Storage.run { storage in
            async let done: Void = Self.answer(storage, storage.event(size: "[]")) { request, _ in
                Issue.record("the handler was called")
                return request.success()
            }
            let answer = try await storage.put().answer
            try await done
            #expect(answer["Status"] == "FAILED")
            #expect(answer["Reason"]?.string?.hasPrefix("$.ResourceProperties.size: ") == true)
            // CloudFormation takes the creation back, under the name that it was told.
            let name = try #require(answer["PhysicalResourceId"]?.string)
            async let deleted: Void = Self.answer(
                storage, storage.event("Delete", size: "[]", id: name)
            ) { request, _ in
                Issue.record("the handler was called")
                return request.success()
            }
            #expect(try await storage.put().answer["Status"] == "SUCCESS")
            try await deleted
        }
    }

    @Test func `a handler that is not done in time is cancelled and answered for`() throws {
        try Storage.run { storage in
            let (cancelled, sender) = AsyncStream.makeStream(of: Bool.self)
            let loop = storage.loop
            async let late: Void = Self.answer(
                storage, storage.event(), remaining: .seconds(1)
            ) { request, _ in
                do { try await loop.sleep(for: .seconds(60)) } catch { sender.yield(true) }
                return request.success()
            }
            let answer = try await storage.put().answer
            try await late
            #expect(answer["Status"] == "FAILED")
            #expect(
                answer["Reason"]?.string?.contains("not done after 0.") == true, "\(answer)")
            #expect(await cancelled.first { _ in true } == true)
        }
    }

    @Test func `a handler that does not heed its cancellation is left behind`() throws {
        final class Held: @unchecked Sendable {
            var continuation: CheckedContinuation<Void, Never>?
        }
        try Storage.run { storage in
            let held = Held()
            async let late: Void = Self.answer(
                storage, storage.event(), remaining: .seconds(2)
            ) { request, _ in
                await withCheckedContinuation { held.continuation = $0 }
                return request.success()
            }
            #expect(try await storage.put().answer["Status"] == "FAILED")
            try await late
            held.continuation?.resume()
            await storage.loop.nextTurn()
        }
    }

    @Test func `an answer that is too large fails under the name of what was made`() throws {
        try Storage.run { storage in
            async let done: Void = Self.answer(storage, storage.event()) { request, _ in
                request.success(
                    physicalResourceId: "made",
                    data: ["a": .string(String(repeating: "a", count: 5000))])
            }
            let put = try await storage.put()
            try await done
            #expect(put.body.count <= 4096)
            #expect(try put.answer["PhysicalResourceId"] == "made")
            #expect(try put.answer["Status"] == "FAILED")
            let reason = try #require(try put.answer["Reason"]?.string)
            #expect(reason.contains("more than the 4096 that CloudFormation takes"))
        }
    }

    @Test func `an answer is sent again where S3 fails, and where the way breaks`() throws {
        try Storage.run { storage in
            async let done: Void = Self.answer(storage, storage.event()) { request, _ in
                request.success()
            }
            let first = try await storage.put(answering: 503)
            try await storage.server.next().close()
            let last = try await storage.put()
            try await done
            #expect(first.body == last.body)
        }
    }

    @Test func `what S3 refuses for good is the invocation's error`() throws {
        try Storage.run { storage in
            let done = Task(executorPreference: storage.loop) {
                try await Self.answer(storage, storage.event()) { request, _ in request.success() }
            }
            _ = try await storage.put(
                answering: 403, "<Error><Code>AccessDenied</Code></Error>")
            let error = await #expect(throws: AnswerRefusal.self) { try await done.value }
            #expect(error?.code == "AccessDenied")
        }
    }

    @Test func `an answer that cannot be sent in time is the invocation's error`() throws {
        try Storage.run { storage in
            storage.server.close()
            // Until then a connection is taken, and reset.
            await storage.loop.settle()
            let error = await #expect(throws: HostConnectError.self) {
                try await Self.answer(storage, storage.event(), remaining: .seconds(1)) {
                    request, _ in request.success()
                }
            }
            #expect(error?.reasons == "connect: ECONNREFUSED: connection refused")
        }
    }

    @Test func `nothing is sent to whom nobody vouches for, and nothing is begun without trust`()
        throws
    {
        try Storage.run { storage in
            let stranger = storage.trusting(try TestCertificate.selfSigned("x").certificatePEM)
            let untrusted = Task(executorPreference: storage.loop) {
                try await Self.answer(stranger, storage.event()) { request, _ in request.success() }
            }
            let peer = try await storage.server.next()
            let error = await #expect(throws: HostConnectError.self) {
                try await untrusted.value
            }
            #expect(error?.isUntrusted == true)
            try await peer.waitForEnd()
            #expect(peer.received.isEmpty)
            peer.close()
            await #expect(throws: TLSFault.self) {
                try await Self.answer(storage.trusting([]), storage.event()) { request, _ in
                    Issue.record("the handler was called")
                    return request.success()
                }
            }
        }
    }

    @Test func `a function without a runtime says what to do`() async throws {
        let function = LambdaFunction(customResource: {
            (request: CloudFormationRequest<Storage.Properties>, _) in request.success()
        })
        let error = await #expect(throws: CustomResourceError.self) {
            try await function.answer(to: [], LambdaContext(requestID: "a"))
        }
        #expect(error?.description.contains("test the handler by itself") == true)
    }
}

extension CloudFormationRequest<Storage.Properties> {
    fileprivate var size: Int { resourceProperties?.size ?? 0 }
}
