internal import CUV
internal import Glibc

/// A process that this one has started, with its output in pipes.
///
/// It leads a session of its own, so that Ctrl-C in a terminal reaches it through its parent only,
/// and a signal to it reaches what it has started too. It keeps itself alive until it has ended.
package final class ChildProcess: @unchecked Sendable {
    /// What to start.
    package struct Command: Sendable {
        /// A path, or a name that is looked for in the `PATH` of ``environment``.
        package var executable: String
        /// Without the program's own name.
        package var arguments: [String]
        /// All of the environment: nothing is inherited.
        package var environment: [String: String]
        /// Where it starts; `nil` for this process's own directory.
        package var directory: String?

        package init(
            executable: String, arguments: [String] = [], environment: [String: String] = [:],
            directory: String? = nil
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.directory = directory
        }
    }

    /// How a process has ended.
    package enum Exit: Hashable, Sendable, CustomStringConvertible {
        case status(Int)
        case signal(Int)

        package var description: String {
            switch self {
            case .status(let status): "exit status \(status)"
            case .signal(let signal): "signal \(signal)"
            }
        }
    }

    /// What a process tells, on the loop.
    package struct Events {
        package var output: (Span<UInt8>) -> Void
        package var errorOutput: (Span<UInt8>) -> Void
        /// Comes once, after the last of the output.
        package var ended: (Exit) -> Void

        package init(
            output: @escaping (Span<UInt8>) -> Void, errorOutput: @escaping (Span<UInt8>) -> Void,
            ended: @escaping (Exit) -> Void
        ) {
            self.output = output
            self.errorOutput = errorOutput
            self.ended = ended
        }
    }

    private let handle: LoopHandle
    private let events: Events
    private let output: OutputPipe
    private let errorOutput: OutputPipe
    private var exit: Exit?
    private var openPipes = 2
    private var itself: ChildProcess?
    package private(set) var processID: Int32 = 0

    package init(_ command: Command, on loop: EventLoop, events: Events) throws(LoopError) {
        self.events = events
        handle = LoopHandle(on: loop, type: UV_PROCESS)
        output = OutputPipe(on: loop, events.output)
        errorOutput = OutputPipe(on: loop, events.errorOutput)
        do throws(LoopError) {
            try spawn(command, on: loop)
        } catch {
            handle.close()
            output.stream.close()
            errorOutput.stream.close()
            throw error
        }
        handle.setOwner(self)
        itself = self
        output.start { [unowned self] in pipeEnded() }
        errorOutput.start { [unowned self] in pipeEnded() }
    }

    private func spawn(_ command: Command, on loop: EventLoop) throws(LoopError) {
        var stdio = unsafe [uv_stdio_container_t](repeating: uv_stdio_container_t(), count: 3)
        unsafe stdio[0].flags = UV_IGNORE
        for (index, pipe) in [(1, output), (2, errorOutput)] {
            unsafe stdio[index].flags = uv_stdio_flags(
                rawValue: UV_CREATE_PIPE.rawValue | UV_WRITABLE_PIPE.rawValue)
            unsafe stdio[index].data.stream = pipe.stream.handle.pointer(as: uv_stream_t.self)
        }
        let arguments = CStrings([command.executable] + command.arguments)
        let environment = CStrings(command.environment.map { "\($0.key)=\($0.value)" })
        let strings = CStrings([command.executable, command.directory ?? ""])
        defer {
            arguments.free()
            environment.free()
            strings.free()
        }
        var options = unsafe uv_process_options_t()
        unsafe options.file = UnsafePointer(strings.pointers[0])
        unsafe options.args = arguments.pointers.baseAddress
        unsafe options.env = environment.pointers.baseAddress
        if command.directory != nil { unsafe options.cwd = UnsafePointer(strings.pointers[1]) }
        unsafe options.flags = UV_PROCESS_DETACHED.rawValue
        unsafe options.stdio_count = 3
        unsafe options.exit_cb = { process, status, signal in
            unsafe LoopHandle.owner(process?.pointee.data, as: ChildProcess.self)
                .exited(signal != 0 ? .signal(Int(signal)) : .status(Int(status)))
        }
        let process = unsafe handle.pointer(as: uv_process_t.self)
        try unsafe stdio.withUnsafeMutableBufferPointer { buffer throws(LoopError) in
            unsafe options.stdio = buffer.baseAddress
            let status = unsafe uv_spawn(loop.loop, process, &options)
            guard status < 0 else { return }
            // One status stands for both: whoever reads it must not look at the wrong one.
            if let directory = command.directory, unsafe access(directory, X_OK) != 0 {
                throw LoopError(uv: status, call: "chdir \(directory)")
            }
            throw LoopError(uv: status, call: "spawn \(command.executable)")
        }
        processID = unsafe uv_process_get_pid(process)
    }

    /// Sends a signal to the process and to what it has started; harmless when it has ended.
    package func send(_ signal: ProcessSignal) {
        guard exit == nil else { return }
        _ = uv_kill(-processID, signal.rawValue)
    }

    private func exited(_ exit: Exit) {
        self.exit = exit
        // What it has started goes with it, or would outlive everybody who knows of it.
        _ = uv_kill(-processID, ProcessSignal.kill.rawValue)
        handle.close()
        // A grandchild may hold the pipes open: what it writes later is nobody's.
        output.finishSoon()
        errorOutput.finishSoon()
        finishIfDone()
    }

    private func pipeEnded() {
        openPipes -= 1
        finishIfDone()
    }

    private func finishIfDone() {
        guard openPipes == 0, let exit else { return }
        events.ended(exit)
        itself = nil
    }
}

/// One of a process's outputs.
private final class OutputPipe: ByteStreamDelegate {
    let stream: ByteStream
    private let loop: EventLoop
    private let received: (Span<UInt8>) -> Void
    private var ended: (() -> Void)?

    init(on loop: EventLoop, _ received: @escaping (Span<UInt8>) -> Void) {
        self.loop = loop
        self.received = received
        let handle = LoopHandle(on: loop, type: UV_NAMED_PIPE)
        unsafe uv_pipe_init(loop.loop, handle.pointer(as: uv_pipe_t.self), 0)
        stream = ByteStream(handle: handle)
    }

    func start(_ ended: @escaping () -> Void) {
        self.ended = ended
        stream.delegate = self
        stream.startReading()
    }

    /// Ends the pipe when what the process had written by its end has been read.
    func finishSoon() {
        guard ended != nil else { return }
        let due = EventLoop.now.advanced(by: .milliseconds(100))
        _ = loop.schedule(at: due) { [self] in streamDidEnd(nil) }
    }

    func streamDidReceive(_ bytes: Span<UInt8>) { received(bytes) }

    func streamDidEnd(_ error: LoopError?) {
        guard let ended else { return }
        self.ended = nil
        stream.close()
        ended()
    }

    func streamDidDrain() {}
}

/// Strings as C wants them: an array of pointers that ends with `nil`.
@safe private struct CStrings {
    let pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

    init(_ strings: [String]) {
        unsafe pointers = .allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() {
            unsafe pointers[index] = strdup(string)
        }
        unsafe pointers[strings.count] = nil
    }

    func free() {
        for index in unsafe pointers.indices { unsafe Glibc.free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}
