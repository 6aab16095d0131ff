import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct ChildOutputTests {
    private static func run(
        _ script: String, timeout: Duration = .seconds(30), maxBytes: Int = 1000
    ) throws -> ChildOutput {
        try TestLoop.run { loop in
            try await ChildOutput.of(
                ChildProcess.Command(
                    executable: "/bin/sh", arguments: ["-c", script], environment: ["X": "y"]),
                on: loop, timeout: timeout, maxBytes: maxBytes)
        }
    }

    @Test func `Output and status come back, the error output does not`() throws {
        let output = try Self.run("echo $X; echo no >&2; exit 3")
        #expect(output.bytes == Array("y\n".utf8))
        #expect(output.end == .exited(.status(3)))
    }

    @Test func `A program that takes too long is ended`() throws {
        #expect(try Self.run("exec sleep 600", timeout: .milliseconds(50)).end == .timedOut)
    }

    @Test func `Output has a limit`() throws {
        #expect(try Self.run("printf 1234", maxBytes: 4).end == .exited(.status(0)))
        #expect(try Self.run("printf 12345; sleep 600", maxBytes: 4).end == .tooLong)
    }

    @Test func `A program that is not there is an error`() {
        #expect(throws: LoopError.self) {
            try TestLoop.run { loop in
                try await ChildOutput.of(
                    ChildProcess.Command(executable: "/no/such/program"), on: loop,
                    timeout: .seconds(1), maxBytes: 1)
            }
        }
    }

    @Test func `A caller that is cancelled leaves no program behind`() throws {
        let end = try TestLoop.run { loop in
            let task = Task(executorPreference: loop) {
                try await ChildOutput.of(
                    ChildProcess.Command(executable: "/bin/sleep", arguments: ["600"]), on: loop,
                    timeout: .seconds(600), maxBytes: 1
                ).end
            }
            try await loop.sleep(for: .milliseconds(20))
            task.cancel()
            return try await task.value
        }
        #expect(end == .cancelled)
    }
}
