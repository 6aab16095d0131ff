import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

/// Calls without a task, which become one where there is more to wait for than the answer.
@Suite struct LambdaCallTests {
    @Test func `the first call waits for a connection, the next goes over it at once`() throws {
        try LambdaCallStage.run { stage in
            let peer = try await stage.keptConnection()
            for _ in 0..<3 {
                let outcome = try await stage.call { try await stage.answer(on: peer) }
                #expect(try outcome.get() == Array("ok".utf8))
            }
            peer.close()
        }
    }

    @Test func `a kept connection that turns out to be closed is replaced`() throws {
        try LambdaCallStage.run { stage in
            let peer = try await stage.keptConnection()
            peer.stream.abort()
            let outcome = try await stage.call {
                let next = try await stage.server.next()
                try await stage.answer(on: next)
                next.close()
            }
            #expect(try outcome.get() == Array("ok".utf8))
        }
    }

    @Test func `what waits for a call is let go with its end`() throws {
        try LambdaCallStage.run { stage in
            let peer = try await stage.keptConnection()
            weak var witness: Told<LambdaCallStage.Outcome>?
            let call: any Cancellable
            do {
                let told = Told<LambdaCallStage.Outcome>()
                witness = told
                call = try stage.begin(to: told)
                try await stage.answer(on: peer)
                _ = await told.value
            }
            while witness != nil { await stage.loop.nextTurn() }
            withExtendedLifetime(call) {}
            peer.close()
        }
    }

    @Test func `no answer in time is an error`() throws {
        try LambdaCallStage.run { stage in
            let peer = try await stage.keptConnection()
            let told = Told<LambdaCallStage.Outcome>()
            _ = try stage.begin(timeout: .milliseconds(20), to: told)
            guard case .failure(let error) = await told.value else {
                Issue.record("a call without an answer has one")
                return
            }
            #expect(error.code == .transport(.responseTimedOut))
            peer.close()
        }
    }

    @Test func `a service that refuses the signature for its time gets another one`() throws {
        try LambdaCallStage.run { stage in
            let peer = try await stage.keptConnection()
            let refusal = """
                HTTP/1.1 403 Forbidden\r\nx-amzn-errortype: InvalidSignatureException\r\n\
                date: Tue, 24 Nov 2026 00:00:00 GMT\r\ncontent-length: 2\r\n\r\n{}
                """
            let outcome = try await stage.call {
                try await stage.answer(on: peer, with: refusal)
                let second = try await peer.readCall()
                #expect(second.contains("x-amz-date: 20261124T0000"))
                peer.send(LambdaCallStage.ok)
            }
            #expect(try outcome.get() == Array("ok".utf8))
            peer.close()
        }
    }
}
