import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

/// What becomes of a streamed call that nobody waits for any more.
@Suite struct LambdaStreamCancellationTests {
    private typealias Way = LambdaCallStage.Way

    /// A streamed call under way, and what is told of its function.
    private struct Begun: Sendable {
        let loop: EventLoop
        let task: Task<LambdaError.Code?, Never>
        let dropped: DroppedAnswer
        let received = Shared<[UInt8]>([])
        let runs = Shared<[DroppedAnswer.Run]>([])

        init(
            _ stage: LambdaCallStage, _ payload: String = "{}", idleTimeout: Duration = .seconds(30)
        ) throws {
            let function = try FunctionIdentifier("fn")
            let (client, received) = (stage.client, received)
            let dropped = DroppedAnswer(on: stage.loop)
            loop = stage.loop
            self.dropped = dropped
            task = Task(executorPreference: stage.loop) {
                do throws(LambdaError) {
                    try await client.stream(
                        LambdaInvocation(function, payload: Array(payload.utf8)),
                        timeout: .seconds(30), idleTimeout: idleTimeout, dropped: dropped
                    ) { part in
                        received.change { $0 += part }
                    }
                    return nil
                } catch {
                    return error.code
                }
            }
        }

        /// Cancels it, and returns once it has ended.
        func cancel() async -> LambdaError.Code? {
            task.cancel()
            let code = await task.value
            dropped.whenKnown { [runs] run in runs.change { $0.append(run) } }
            return code
        }

        /// Returns once it is known what has become of its function.
        func waitForRun() async {
            while runs.value.isEmpty { await loop.nextTurn() }
        }

        /// Returns once its reader has so many bytes.
        func waitForBytes(_ count: Int) async {
            while received.value.count < count { await loop.nextTurn() }
        }
    }

    private static let cancelled = LambdaError.Code.transport(.cancelled(requestSent: true))

    private static func head(length: Int) -> String {
        "HTTP/1.1 200 OK\r\ncontent-length: \(length)\r\n\r\n"
    }

    private static let part = message("PayloadChunk", "part")
    private static let complete = message("InvokeComplete", "{}")

    private static func message(_ type: StaticString, _ payload: String) -> [UInt8] {
        var bytes: [UInt8] = []
        EventStreamEncoder.append(
            [(":message-type", "event"), (":event-type", type)], payload: Array(payload.utf8)[...],
            to: &bytes)
        return bytes
    }

    @Test(arguments: Way.allCases)
    func `it ends at once, and is over when the function has`(_ way: LambdaCallStage.Way) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage)
            _ = try await peer.readCall()
            let length = 2 * Self.part.count + Self.complete.count
            peer.send(Array(Self.head(length: length).utf8) + Self.part)
            await begun.waitForBytes(4)
            #expect(await begun.cancel() == Self.cancelled)
            peer.send(Self.part)
            await stage.loop.turns()
            #expect(begun.runs.value == [], "the function runs")
            peer.send(Self.complete)
            await begun.waitForRun()
            #expect(begun.runs.value == [.over])
            #expect(begun.received.value == Array("part".utf8), "nobody takes what comes later")
            let outcome = try await stage.call { try await stage.answer(on: peer) }
            #expect(try outcome.get() == Array("ok".utf8), "over the same connection")
            peer.close()
        }
    }

    @Test(arguments: Way.allCases)
    func `before its answer begins it is the same`(_ way: LambdaCallStage.Way) throws {
        try LambdaCallStage.run(over: way) { stage in
            let begun = try Begun(stage)
            let peer = try await stage.server.next()
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.cancelled)
            await stage.loop.turns()
            #expect(begun.runs.value == [])
            peer.send(Array(Self.head(length: Self.complete.count).utf8) + Self.complete)
            await begun.waitForRun()
            #expect(begun.runs.value == [.over])
            peer.close()
        }
    }

    @Test(arguments: Way.allCases)
    func `a server that was held back goes on`(_ way: LambdaCallStage.Way) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage)
            _ = try await peer.readCall()
            // More than the stream takes, and no message before its end.
            let size = 4_000_000
            peer.send(Self.head(length: size))
            peer.send(Array(repeating: 0, count: 3))
            await stage.loop.turns()
            #expect(await begun.cancel() == Self.cancelled)
            peer.send(Array(repeating: 0, count: size - 3))
            await begun.waitForRun()
            #expect(begun.runs.value == [.over])
            #expect(peer.stream.pendingBytes == 0)
            peer.close()
        }
    }

    @Test(arguments: Way.allCases)
    func `of one that has no end so much is read and no more`(_ way: LambdaCallStage.Way) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage)
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.cancelled)
            peer.send(Self.head(length: 1_000_000_000))
            while peer.end == nil {
                peer.send(Array(repeating: 0, count: 100_000))
                await stage.loop.nextTurn()
            }
            await begun.waitForRun()
            #expect(begun.runs.value == [.unseen], "the function may write on")
            peer.close()
        }
    }

    @Test(arguments: Way.allCases)
    func `one of which nothing comes is over when that takes too long`(
        _ way: LambdaCallStage.Way
    ) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage, idleTimeout: .milliseconds(200))
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.cancelled)
            try await peer.waitForEnd()
            await begun.waitForRun()
            #expect(begun.runs.value == [.over])
            peer.close()
        }
    }

    @Test(arguments: Way.allCases)
    func `nobody sees the function end once the connection is lost`(
        _ way: LambdaCallStage.Way
    ) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage)
            _ = try await peer.readCall()
            peer.send(Self.head(length: 100))
            await stage.loop.turns()
            #expect(await begun.cancel() == Self.cancelled)
            peer.close()
            await begun.waitForRun()
            #expect(begun.runs.value == [.unseen])
        }
    }

    @Test(arguments: Way.allCases)
    func `a payload that is not out yet never begins the function`(
        _ way: LambdaCallStage.Way
    ) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            peer.stream.stopReading()
            let begun = try Begun(stage, String(repeating: "x", count: 16_000_000))
            await stage.loop.turns()
            #expect(await begun.cancel() == Self.cancelled)
            #expect(begun.runs.value == [.over])
            peer.stream.startReading()
            try await peer.waitForEnd()
            #expect(peer.received.count < 16_000_000)
            peer.close()
        }
    }

    @Test func `one that was not cancelled leaves nothing to wait for`() throws {
        try LambdaCallStage.run { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage)
            _ = try await peer.readCall()
            peer.send(Array(Self.head(length: Self.complete.count).utf8) + Self.complete)
            #expect(await begun.task.value == nil)
            #expect(await begun.cancel() == nil)
            #expect(begun.runs.value == [.over])
            peer.close()
        }
    }
}
