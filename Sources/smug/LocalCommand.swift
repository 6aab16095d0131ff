internal import SmugLoop

/// `smug local`: Lambda on this machine, without the gateway.
enum LocalCommand: Command {
    static let name = "local"
    static let summary = "Lambda on this machine: functions as processes behind the Invoke API"
    static let options: [Option] = [
        Option(
            "--function", value: "NAME='COMMAND ARGS'", repeats: true,
            "a function and the program that it is; may be given more than once"),
        Option(
            "--extension", value: "NAME='COMMAND ARGS'", repeats: true,
            "an external extension, which runs beside each process of each function"),
        Option(
            "--listen", value: "ADDRESS", "where the Invoke API listens; default: 127.0.0.1:9000"),
        Option(
            "--concurrency", value: "N",
            "processes of each function at most; default: 10; beyond them answers are 429"),
        Option("--timeout", value: "SECONDS", "of each function; default: 30"),
        Option("--env-file", value: "FILE", "variables for the functions: NAME=VALUE, a line each"),
        Option("--region", value: "REGION", "default: AWS_REGION, else us-east-1"),
        Option(
            "--check-signatures",
            "refuse what is not signed with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    ]
    static let examples = [
        (
            line: "smug local --function hello=.build/release/hello-function",
            does: "runs a function; call it with the lines that this prints"
        ),
        (
            line: "smug local --function 'greet=python3 -m awslambdaric app.handler'",
            does: "runs a Python function with AWS's own runtime"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let session = try LocalSession(arguments, environment)
        do {
            try session.run()
        } catch let error as LoopError where error.code == .addressInUse {
            throw .failed(
                "cannot listen on \(session.listen): \(error.message)",
                "end who listens there, or give another address with --listen")
        } catch let error as LoopError {
            throw .failed(
                "cannot listen on \(session.listen): \(error.message)",
                "give an address of this machine with --listen")
        } catch {
            throw .failed("\(error)", "see above for what led to it")
        }
    }
}
