internal import SmugLoop

/// What a program wrote to its output, and how it ended.
struct ChildOutput: Sendable {
    enum End: Hashable, Sendable {
        case exited(ChildProcess.Exit)
        case timedOut
        case tooLong
        case cancelled
    }

    let end: End
    let bytes: [UInt8]
}

extension ChildOutput {
    /// Runs a program to its end, which comes at the latest with the time limit.
    ///
    /// What it writes to its error output goes nowhere: it may hold a secret. To be called on the
    /// loop; also a cancelled call returns when the program has ended.
    static func of(
        _ command: ChildProcess.Command, on loop: EventLoop, timeout: Duration, maxBytes: Int
    ) async throws(LoopError) -> ChildOutput {
        let collector = Collector(maxBytes: maxBytes)
        let child = try ChildProcess(
            command, on: loop,
            events: ChildProcess.Events(
                output: { collector.take($0) }, errorOutput: { _ in },
                ended: { collector.ended($0) }))
        collector.child = child
        let timer = loop.schedule(at: EventLoop.now.advanced(by: timeout)) {
            collector.stop(as: .timedOut)
        }
        let output = await withTaskCancellationHandler {
            await withCheckedContinuation { collector.wait($0) }
        } onCancel: {
            loop.execute { collector.stop(as: .cancelled) }
        }
        loop.cancel(timer)
        return output
    }
}

/// Lives on the loop.
private final class Collector: @unchecked Sendable {
    weak var child: ChildProcess?
    private let maxBytes: Int
    private var bytes: [UInt8] = []
    private var cause: ChildOutput.End?
    private var output: ChildOutput?
    private var waiter: CheckedContinuation<ChildOutput, Never>?

    init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    func take(_ part: Span<UInt8>) {
        guard bytes.count + part.count <= maxBytes else { return stop(as: .tooLong) }
        for index in part.indices { bytes.append(part[index]) }
    }

    func stop(as cause: ChildOutput.End) {
        guard self.cause == nil else { return }
        self.cause = cause
        child?.send(.kill)
    }

    func ended(_ exit: ChildProcess.Exit) {
        let output = ChildOutput(end: cause ?? .exited(exit), bytes: bytes)
        self.output = output
        waiter?.resume(returning: output)
        waiter = nil
    }

    func wait(_ waiter: CheckedContinuation<ChildOutput, Never>) {
        if let output {
            waiter.resume(returning: output)
        } else {
            self.waiter = waiter
        }
    }
}
