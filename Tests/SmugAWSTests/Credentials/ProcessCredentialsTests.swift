import SmugLoop
import Synchronization
import Testing

@testable import SmugAWS

@Suite struct ProcessCredentialsTests {
    private static func credentials(
        _ output: String, end: ChildOutput.End = .exited(.status(0)), command: String = "program",
        environment: [String: String] = [:],
        seen: @escaping @Sendable (ChildProcess.Command) -> Void = { _ in }
    ) async throws(CredentialsError) -> Credentials {
        let context = CredentialsContext.of(.of(environment)) { command throws(LoopError) in
            seen(command)
            return ChildOutput(end: end, bytes: Array(output.utf8))
        }
        return try await ProcessCredentials(command: command, profile: "p", context: context)
            .credentials()
    }

    @Test func `What the program writes are credentials`() async throws {
        let found = try await Self.credentials(
            """
            {"Version": 1, "AccessKeyId": "k", "SecretAccessKey": "s", "SessionToken": "t",
             "Expiration": "2030-01-01T02:00:00+02:00", "AccountId": "1"}
            """)
        #expect(
            found
                == Credentials(
                    accessKeyID: "k", secretAccessKey: "s", sessionToken: "t",
                    expiration: 1_893_456_000))
        let lasting = try await Self.credentials(
            #"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"s","Expiration":""}"#)
        #expect(lasting.expiration == nil && lasting.sessionToken == nil)
    }

    @Test func `The line is split as a shell does, and nothing is lost of the environment`()
        async throws
    {
        let seen = Mutex<ChildProcess.Command?>(nil)
        _ = try await Self.credentials(
            #"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"s"}"#,
            command: #"/opt/my\ tool --name 'a b' "$HOME""#, environment: ["PATH": "/bin"],
            seen: { command in seen.withLock { $0 = command } })
        let command = seen.withLock { $0 }
        #expect(command?.executable == "/opt/my tool")
        #expect(command?.arguments == ["--name", "a b", "$HOME"])
        #expect(command?.environment == ["PATH": "/bin", "HOME": "/me"])
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var output = ""
        var end = ChildOutput.End.exited(.status(0))
        var command = "program --password hidden"
        let says: String
    }

    @Test(arguments: [
        Fault(testDescription: "nothing", says: "JSON object"),
        Fault(testDescription: "no JSON", output: "secret hidden", says: "JSON object"),
        Fault(
            testDescription: "no version",
            output: #"{"AccessKeyId":"k","SecretAccessKey":"hidden"}"#, says: "\"Version\": 1"),
        Fault(
            testDescription: "another version",
            output: #"{"Version":2,"AccessKeyId":"k","SecretAccessKey":"hidden"}"#,
            says: "\"Version\": 1"),
        Fault(
            testDescription: "no secret", output: #"{"Version":1,"AccessKeyId":"k"}"#,
            says: "SecretAccessKey"),
        Fault(
            testDescription: "a secret with a line break",
            output: #"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"hidden\n"}"#,
            says: "line break"),
        Fault(
            testDescription: "an odd time",
            output: #"{"Version":1,"AccessKeyId":"k","SecretAccessKey":"s","Expiration":1}"#,
            says: "Expiration"),
        Fault(
            testDescription: "a status", output: "hidden", end: .exited(.status(3)),
            says: "exit status 3"),
        Fault(testDescription: "a signal", end: .exited(.signal(9)), says: "signal 9"),
        Fault(testDescription: "too long a time", end: .timedOut, says: "longer than 60"),
        Fault(testDescription: "too much", end: .tooLong, says: "65536 bytes"),
        Fault(testDescription: "an open quote", command: "program 'hidden", says: "never closed"),
        Fault(testDescription: "no program", command: "''", says: "names no program"),
    ])
    func `A fault says which profile and what, and nothing that was written`(_ item: Fault) async {
        do throws(CredentialsError) {
            _ = try await Self.credentials(item.output, end: item.end, command: item.command)
            Issue.record("credentials")
        } catch {
            #expect(error.message.contains("'p'") && error.message.contains(item.says))
            #expect(!error.message.contains("hidden"))
        }
    }
}
