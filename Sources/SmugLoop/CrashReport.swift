internal import Glibc

/// Tells what a process was at when it ends by a trap or a broken access.
///
/// Swift cannot go on after a trap. Its message, where there is one, is on standard error by then;
/// a line more says which requests were being handled. The handler calls nothing but `write` and
/// touches nothing but memory that is set up before (POSIX, 2.4.3).
package enum CrashReport {
    /// Sets it up, for so many requests at a time; once in a process.
    ///
    /// Signals that something handles already, such as Swift's backtraces, are left to it.
    package static func install(slots: Int, asJSON: Bool) {
        guard unsafe record == nil else { return }
        let new = UnsafeMutablePointer<CrashRecord>.allocate(capacity: 1)
        unsafe new.initialize(to: CrashRecord(slots: slots, asJSON: asJSON))
        unsafe record = new
        coverThread()
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
            var before = sigaction()
            unsafe sigaction(signal, nil, &before)
            guard unsafe before.__sigaction_handler.sa_handler == nil else { continue }
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = { tell($0) }
            // Once told, the signal comes again and ends the process as it would have.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER | SA_ONSTACK
            unsafe sigaction(signal, &action, nil)
        }
    }

    /// Takes note that a request is being handled.
    package static func begin(_ requestID: String, in slot: Int) {
        guard let record = unsafe record else { return }
        unsafe record.pointee.begin(requestID, in: slot)
    }

    /// Takes note that it was answered.
    package static func end(in slot: Int) {
        guard let record = unsafe record else { return }
        unsafe record.pointee.end(in: slot)
    }

    /// Gives the calling thread a stack of its own for the handler, to be kept while it lives.
    ///
    /// A stack that has overflowed has no room for one, and each thread has to be given its own:
    /// so one that nobody covers, as of the runtime's pool, tells of everything but that.
    package static func coverThread() {
        guard unsafe record != nil else { return }
        let size = 64 * 1024
        var stack = unsafe stack_t(
            ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0,
            ss_size: size)
        unsafe sigaltstack(&stack, nil)
    }
}

/// Set once, before the handler can run.
nonisolated(unsafe) private var record: UnsafeMutablePointer<CrashRecord>?

private func tell(_ signal: Int32) {
    guard let record = unsafe record else { return }
    unsafe record.pointee.write(signal)
}

/// What the signal handler finds: every byte that it writes lies here.
@safe private struct CrashRecord {
    private static let maxIDBytes = 128

    private let slots: UnsafeMutableBufferPointer<UInt8>
    private let count: Int
    private let asJSON: Bool

    init(slots count: Int, asJSON: Bool) {
        self.count = count
        self.asJSON = asJSON
        unsafe slots = .allocate(capacity: count * Self.maxIDBytes)
        unsafe slots.initialize(repeating: 0)
    }

    /// - Parameter id: without bytes that JSON would have to escape.
    func begin(_ id: String, in slot: Int) {
        guard slot < count else { return }
        var index = slot * Self.maxIDBytes
        let end = index + Self.maxIDBytes - 1
        for byte in id.utf8 where index < end {
            unsafe slots[index] = byte
            index += 1
        }
        unsafe slots[index] = 0
    }

    func end(in slot: Int) {
        if slot < count { unsafe slots[slot * Self.maxIDBytes] = 0 }
    }

    func write(_ signal: Int32) {
        put(
            asJSON
                ? "{\"level\":\"FATAL\",\"message\":\"the process ends by " : "the process ends by "
        )
        put(Self.name(signal))
        put("; requests at hand:")
        for slot in 0..<count {
            let start = slot * Self.maxIDBytes
            var length = 0
            while unsafe slots[start + length] != 0 { length += 1 }
            guard length > 0 else { continue }
            put(" ")
            unsafe _ = Glibc.write(2, slots.baseAddress?.advanced(by: start), length)
        }
        put(asJSON ? "\"}\n" : "\n")
    }

    private func put(_ text: StaticString) {
        unsafe _ = Glibc.write(2, text.utf8Start, text.utf8CodeUnitCount)
    }

    private static func name(_ signal: Int32) -> StaticString {
        switch signal {
        case SIGILL: "SIGILL (a trap)"
        case SIGTRAP: "SIGTRAP (a trap)"
        case SIGSEGV: "SIGSEGV (a broken access, or a stack without end)"
        case SIGBUS: "SIGBUS (a broken access)"
        case SIGFPE: "SIGFPE (broken arithmetic)"
        default: "SIGABRT"
        }
    }
}
