import SmugLoop

/// A process that a test has started, with what it has told so far.
final class ProcessRun: @unchecked Sendable {
    private(set) var output: [UInt8] = []
    private(set) var errorOutput: [UInt8] = []
    private(set) var exit: ChildProcess.Exit?
    private(set) var ends = 0
    private(set) var process: ChildProcess?
    private let loop: EventLoop
    private var waiter: (isMet: () -> Bool, resume: (Result<Void, any Error>) -> Void)?

    init(_ command: ChildProcess.Command, on loop: EventLoop) throws {
        self.loop = loop
        process = try ChildProcess(
            command, on: loop,
            events: ChildProcess.Events(
                output: { [self] part in
                    part.withUnsafeBufferPointer { output.append(contentsOf: $0) }
                    check()
                },
                errorOutput: { [self] part in
                    part.withUnsafeBufferPointer { errorOutput.append(contentsOf: $0) }
                    check()
                },
                ended: { [self] exit in
                    self.exit = exit
                    ends += 1
                    process = nil
                    check()
                }))
    }

    /// A script for the shell.
    static func shell(
        _ script: String, environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        directory: String? = nil, on loop: EventLoop
    ) throws -> ProcessRun {
        try ProcessRun(
            ChildProcess.Command(
                executable: "/bin/sh", arguments: ["-c", script], environment: environment,
                directory: directory),
            on: loop)
    }

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errorOutput, as: UTF8.self) }

    func wait(until isMet: @escaping () -> Bool) async throws {
        try await loop.suspend { resume in
            self.waiter = (isMet, resume)
            self.check()
            return { self.waiter = nil }
        }
    }

    func waitForExit() async throws -> ChildProcess.Exit? {
        try await wait { self.exit != nil }
        return exit
    }

    private func check() {
        guard let waiter, waiter.isMet() else { return }
        self.waiter = nil
        waiter.resume(.success(()))
    }
}
