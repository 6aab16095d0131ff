import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

/// What becomes of a call that nobody waits for any more.
@Suite struct LambdaCallCancellationTests {
    /// A call under way, what it tells, and what is told when its function has ended.
    private struct Begun: Sendable {
        let call: any Cancellable
        let outcome = Told<LambdaCallStage.Outcome>()
        let over = Shared<[WorkRemainder]>([])

        init(_ stage: LambdaCallStage, _ payload: String = "{}", timeout: Duration = .seconds(30))
            throws
        {
            call = try stage.begin(Array(payload.utf8), timeout: timeout, to: outcome)
        }

        /// Cancels it and returns how it ends.
        func cancel() async -> LambdaError.Code? {
            call.cancel()
            guard case .failure(let error) = await outcome.value else { return nil }
            call.whenOver { [over] remainder in over.change { $0.append(remainder) } }
            return error.code
        }

        /// Returns when it is told that its function has ended, and is not told again.
        func isOver(_ remainder: WorkRemainder = .done, on loop: EventLoop) async {
            while over.value.isEmpty { await loop.nextTurn() }
            await loop.turns()
            #expect(over.value == [remainder])
        }
    }

    private static let sent = LambdaError.Code.transport(.cancelled(requestSent: true))
    private static let notSent = LambdaError.Code.transport(.cancelled(requestSent: false))

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `it ends at once, and is over when the function has answered`(_ way: LambdaCallStage.Way)
        throws
    {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage)
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.sent)
            await stage.loop.turns()
            #expect(begun.over.value == [])
            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no")
            await stage.loop.turns()
            #expect(begun.over.value == [], "a half of an answer")
            peer.send("k")
            await begun.isOver(on: stage.loop)
            peer.close()
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `its connection serves the next call, after an answer of any kind`(
        _ way: LambdaCallStage.Way
    ) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let refusal = """
                HTTP/1.1 403 Forbidden\r\nx-amzn-errortype: InvalidSignatureException\r\n\
                date: Tue, 24 Nov 2026 00:00:00 GMT\r\ncontent-length: 2\r\n\r\n{}
                """
            for answer in [LambdaCallStage.ok, refusal] {
                let begun = try Begun(stage)
                _ = try await peer.readCall()
                #expect(await begun.cancel() == Self.sent)
                peer.send(answer)
                await begun.isOver(answer == refusal ? .over : .done, on: stage.loop)
            }
            #expect(peer.received.isEmpty, "what was refused does not go out again")
            let outcome = try await stage.call { try await stage.answer(on: peer) }
            #expect(try outcome.get() == Array("ok".utf8))
            peer.close()
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `a call over a new connection is the same`(_ way: LambdaCallStage.Way) throws {
        try LambdaCallStage.run(over: way) { stage in
            let begun = try Begun(stage)
            let peer = try await stage.server.next()
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.sent)
            peer.send(LambdaCallStage.ok)
            await begun.isOver(on: stage.loop)
            let outcome = try await stage.call { try await stage.answer(on: peer) }
            #expect(try outcome.get() == Array("ok".utf8))
            peer.close()
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `it may be cancelled again, and after its end`(_ way: LambdaCallStage.Way) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage)
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.sent)
            begun.call.cancel()
            peer.send(LambdaCallStage.ok)
            await begun.isOver(on: stage.loop)
            begun.call.cancel()
            await begun.isOver(on: stage.loop)
            peer.close()
        }
    }

    @Test func `while it connects nothing has begun, and it is over at once`() throws {
        try LambdaCallStage.run { stage in
            for _ in 0..<100 {
                let begun = try Begun(stage)
                let peer = try await stage.server.next()
                defer { peer.close() }
                let code = await begun.cancel()
                // Mostly the client's side has not looked yet.
                if code == Self.sent { continue }
                #expect(code == Self.notSent)
                #expect(begun.over.value == [.over])
                return
            }
            Issue.record("each time it was connected at once")
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `a payload that is not out yet never begins the function`(_ way: LambdaCallStage.Way)
        throws
    {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            peer.stream.stopReading()
            let begun = try Begun(stage, String(repeating: "x", count: 16_000_000))
            await stage.loop.turns()
            #expect(await begun.cancel() == Self.notSent)
            #expect(begun.over.value == [.over])
            peer.stream.startReading()
            try await peer.waitForEnd()
            #expect(peer.received.count < 16_000_000)
            peer.close()
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `nothing of a call is kept while its answer is waited for`(_ way: LambdaCallStage.Way)
        throws
    {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            weak var witness: Told<LambdaCallStage.Outcome>?
            do {
                let told = Told<LambdaCallStage.Outcome>()
                witness = told
                let call = try stage.begin(to: told)
                _ = try await peer.readCall()
                call.cancel()
                _ = await told.value
            }
            while witness != nil { await stage.loop.nextTurn() }
            peer.close()
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `it is over too when its time is`(_ way: LambdaCallStage.Way) throws {
        try LambdaCallStage.run(over: way) { stage in
            let peer = try await stage.keptConnection()
            let begun = try Begun(stage, timeout: .seconds(1))
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.sent)
            try await peer.waitForEnd()
            await begun.isOver(.over, on: stage.loop)
            peer.close()
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases, ["the server", "the client"])
    func `nobody sees a function end whose connection is closed`(
        _ way: LambdaCallStage.Way, by side: String
    ) throws {
        try LambdaCallStage.run(over: way) { stage in
            let begun = try Begun(stage)
            let peer = try await stage.server.next()
            _ = try await peer.readCall()
            #expect(await begun.cancel() == Self.sent)
            if side == "the server" { peer.close() } else { stage.client.close() }
            await stage.loop.turns()
            #expect(begun.over.value == [.unseen])
            peer.close()
        }
    }

    @Test(arguments: LambdaCallStage.Way.allCases)
    func `nor one whose connection was lost before its call was cancelled`(
        _ way: LambdaCallStage.Way
    ) throws {
        try LambdaCallStage.run(over: way) { stage in
            let begun = try Begun(stage)
            let peer = try await stage.server.next()
            _ = try await peer.readCall()
            peer.close()
            guard case .failure = await begun.outcome.value else {
                Issue.record("a call without an answer has one")
                return
            }
            begun.call.cancel()
            begun.call.whenOver { [over = begun.over] remainder in
                over.change { $0.append(remainder) }
            }
            await stage.loop.turns()
            #expect(begun.over.value == [.unseen])
        }
    }
}
