internal import CUV
internal import Glibc

/// The signals that a program of ours listens to.
package enum ProcessSignal: Int32, Sendable, CaseIterable {
    case hangup = 1
    case interrupt = 2
    case kill = 9
    case terminate = 15
}

/// Calls back on a loop for each of one kind of signal that the process receives.
///
/// While it is open the signal's usual effect is off. It keeps itself alive until ``close()``.
package final class SignalWatcher {
    private let handle: LoopHandle
    private let body: () -> Void

    package init(_ signal: ProcessSignal, on loop: EventLoop, _ body: @escaping () -> Void)
        throws(LoopError)
    {
        self.body = body
        handle = LoopHandle(on: loop, type: UV_SIGNAL)
        let pointer = unsafe handle.pointer(as: uv_signal_t.self)
        try handle.initialized("uv_signal_init", unsafe uv_signal_init(loop.loop, pointer))
        handle.setOwner(self)
        let status = unsafe uv_signal_start(
            pointer,
            { handle, _ in
                unsafe LoopHandle.owner(handle?.pointee.data, as: SignalWatcher.self).body()
            }, signal.rawValue)
        if status < 0 {
            handle.close()
            throw LoopError(uv: status, call: "uv_signal_start")
        }
    }

    package func close() {
        handle.close()
    }

    /// Whether whoever started the process has it ignore this signal, as `nohup` does with SIGHUP;
    /// to be asked before one is watched.
    package static func isIgnored(_ signal: ProcessSignal) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(signal.rawValue, nil, &action) == 0 else { return false }
        let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Keeps a signal for whoever watches it later, instead of its usual effect.
    ///
    /// To be called before there is another thread, for each thread that begins later does the same.
    package static func hold(_ signal: ProcessSignal) { mask(signal, SIG_BLOCK) }

    /// Lets a signal that was held come, on the calling thread.
    package static func release(_ signal: ProcessSignal) { mask(signal, SIG_UNBLOCK) }

    private static func mask(_ signal: ProcessSignal, _ how: Int32) {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, signal.rawValue)
        unsafe pthread_sigmask(how, &set, nil)
    }

    /// Has the process ignore this signal from now on.
    package static func ignore(_ signal: ProcessSignal) {
        _ = Glibc.signal(signal.rawValue, SIG_IGN)
    }

    /// Keeps a write to a closed connection from ending the process.
    package static func ignoreBrokenPipes() {
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
    }
}
