import SmugLoop
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    @Test func `output and errors come apart, each in order, before the end`() throws {
        try TestLoop.run { loop in
            let run = try ProcessRun.shell(
                "for i in 1 2 3; do echo out $i; echo err $i >&2; done", on: loop)
            #expect(try await run.waitForExit() == .status(0))
            #expect(run.text == "out 1\nout 2\nout 3\n")
            #expect(run.errorText == "err 1\nerr 2\nerr 3\n")
            #expect(run.ends == 1)
        }
    }

    @Test func `a megabyte of output arrives whole`() throws {
        try TestLoop.run { loop in
            let run = try ProcessRun.shell("head -c 1000000 /dev/zero; echo done >&2", on: loop)
            #expect(try await run.waitForExit() == .status(0))
            #expect(run.output.count == 1_000_000)
            #expect(run.errorText == "done\n")
        }
    }

    struct Ending: CustomTestStringConvertible, Sendable {
        let script: String
        let exit: ChildProcess.Exit
        let description: String

        var testDescription: String { script }
    }

    @Test(arguments: [
        Ending(script: "exit 0", exit: .status(0), description: "exit status 0"),
        Ending(script: "exit 3", exit: .status(3), description: "exit status 3"),
        Ending(script: "exit 255", exit: .status(255), description: "exit status 255"),
        Ending(script: "kill -9 $$", exit: .signal(9), description: "signal 9"),
        Ending(script: "kill -TERM $$", exit: .signal(15), description: "signal 15"),
        // Whoever starts it has this one blocked; the child has not.
        Ending(script: "kill -PIPE $$", exit: .signal(13), description: "signal 13"),
    ])
    func `it is told how a process has ended`(ending: Ending) throws {
        try TestLoop.run { loop in
            let exit = try await ProcessRun.shell(ending.script, on: loop).waitForExit()
            #expect(exit == ending.exit)
            #expect(exit?.description == ending.description)
        }
    }

    @Test func `a signal reaches the process and what it has started`() throws {
        try TestLoop.run { loop in
            let run = try ProcessRun.shell("sleep 1000 & echo $!; wait", on: loop)
            try await run.wait { run.text.hasSuffix("\n") }
            let grandchild = run.text.dropLast()
            run.process?.send(.terminate)
            #expect(try await run.waitForExit() == .signal(15))
            // A zombie that nobody has collected yet has ended too.
            let check = try ProcessRun.shell(
                "while kill -0 \(grandchild) && ! grep -q '^State:.Z' /proc/\(grandchild)/status; "
                    + "do :; done 2>/dev/null", on: loop)
            #expect(try await check.waitForExit() == .status(0))
        }
    }

    @Test func `a signal to who has ended is harmless`() throws {
        try TestLoop.run { loop in
            let run = try ProcessRun.shell("exit 0", on: loop)
            let process = try #require(run.process)
            #expect(process.processID > 0)
            _ = try await run.waitForExit()
            process.send(.kill)
        }
    }

    @Test func `what a grandchild writes after the end is nobody's`() throws {
        try TestLoop.run { loop in
            let run = try ProcessRun.shell(
                "sleep 1000 2>/dev/null & echo $!; exit 4", on: loop)
            #expect(try await run.waitForExit() == .status(4))
            #expect(run.text.hasSuffix("\n"))
            #expect(run.ends == 1)
            let cleanup = try ProcessRun.shell("kill -KILL \(run.text.dropLast())", on: loop)
            #expect(try await cleanup.waitForExit() == .status(0))
        }
    }

    // MARK: - What it is started with

    @Test func `the environment is exactly what is given`() throws {
        try TestLoop.run { loop in
            let command = ChildProcess.Command(
                executable: "/usr/bin/env",
                environment: ["A": "1", "EMPTY": "", "TEXT": "a=b c\nd"])
            let run = try ProcessRun(command, on: loop)
            #expect(try await run.waitForExit() == .status(0))
            #expect(
                run.text.split(separator: "\n").sorted() == ["A=1", "EMPTY=", "TEXT=a=b c", "d"])
            let none = try ProcessRun(.init(executable: "/usr/bin/env"), on: loop)
            #expect(try await none.waitForExit() == .status(0))
            #expect(none.text == "")
        }
    }

    @Test func `a name is looked for in the path of the environment that is given`() throws {
        try TestLoop.run { loop in
            let found = try ProcessRun(
                .init(executable: "true", environment: ["PATH": "/nowhere:/usr/bin:/bin"]), on: loop
            )
            #expect(try await found.waitForExit() == .status(0))
            #expect(throws: LoopError.self) {
                try ProcessRun(.init(executable: "true", environment: ["PATH": "/proc"]), on: loop)
            }
        }
    }

    @Test func `arguments arrive as they are`() throws {
        try TestLoop.run { loop in
            let command = ChildProcess.Command(
                executable: "/bin/sh",
                arguments: ["-c", "for a; do echo \"[$a]\"; done", "sh", "a b", "", "$HOME", "é"])
            let run = try ProcessRun(command, on: loop)
            _ = try await run.waitForExit()
            #expect(run.text == "[a b]\n[]\n[$HOME]\n[é]\n")
        }
    }

    @Test func `a process starts in its directory, with nothing to read`() throws {
        try TestLoop.run { loop in
            let run = try ProcessRun.shell("pwd; cat", directory: "/usr", on: loop)
            #expect(try await run.waitForExit() == .status(0))
            #expect(run.text == "/usr\n")
        }
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let name: String
        let command: ChildProcess.Command
        let code: LoopError.Code
        let text: String

        var testDescription: String { name }
    }

    @Test(arguments: [
        Refusal(
            name: "a name that is in no path",
            command: .init(executable: "no-such-program", environment: ["PATH": "/bin"]),
            code: .notFound, text: "spawn no-such-program: ENOENT: no such file or directory"),
        Refusal(
            name: "a path that leads nowhere", command: .init(executable: "/no/such/program"),
            code: .notFound, text: "spawn /no/such/program: ENOENT: no such file or directory"),
        Refusal(
            name: "a file that is no program", command: .init(executable: "/proc/self/status"),
            code: .accessDenied, text: "spawn /proc/self/status: EACCES: permission denied"),
        Refusal(
            name: "a directory that is not there",
            command: .init(executable: "/bin/sh", directory: "/no/such/folder"),
            code: .notFound, text: "chdir /no/such/folder: ENOENT: no such file or directory"),
    ])
    func `what cannot be started is a clear error, and leaves nothing behind`(refusal: Refusal)
        throws
    {
        try TestLoop.run { loop in
            let error = #expect(throws: LoopError.self) {
                try ProcessRun(refusal.command, on: loop)
            }
            #expect(error?.code == refusal.code)
            #expect(error?.description == refusal.text)
        }
    }

    @Test func `many processes at once leave no descriptor behind`() async {
        await #expect(processExitsWith: .success) {
            try Descriptors.expectNoneLeft {
                try TestLoop.run { loop in
                    for round in 0..<10 {
                        let runs = try (0..<20).map {
                            try ProcessRun.shell("echo \(round) \($0)", on: loop)
                        }
                        for (index, run) in runs.enumerated() {
                            #expect(try await run.waitForExit() == .status(0))
                            #expect(run.text == "\(round) \(index)\n")
                        }
                    }
                }
            }
        }
    }
}
