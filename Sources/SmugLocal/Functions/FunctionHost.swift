internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop
internal import SmugTelemetry

/// One function: performs what its ``EnvironmentPool`` decides, on one loop.
final class FunctionHost: @unchecked Sendable {
    /// How long a process may take until it first asks for work, beside the function's timeout.
    static let initTimeout = Duration.seconds(10)
    /// How long an answer waits for output that was written before it, where its log is asked for.
    static let outputDelay = Duration.milliseconds(1)

    let function: LocalFunction
    let name: [UInt8]
    /// Without a qualifier.
    let arn: [UInt8]
    let loop: EventLoop
    private let settings: LocalLambdaSettings
    private let command: ChildProcess.Command
    private let ids: RequestIDs
    private var pool: EnvironmentPool<Invocation>
    /// The processes of the pool's environments, by slot.
    private var processes: [FunctionProcess?]
    /// All that have not ended, also those that the pool has given up.
    private var alive: [ObjectIdentifier: FunctionProcess] = [:]
    private var isStopping = false
    private var whenEmpty: (() -> Void)?
    /// The timers of events that are tried again, by a number of their own.
    var retries: [Int: TimerID] = [:]
    var retrySerial = 0

    init(
        _ function: LocalFunction, _ settings: LocalLambdaSettings, ids: RequestIDs,
        on loop: EventLoop
    ) {
        self.function = function
        self.settings = settings
        self.ids = ids
        self.loop = loop
        name = Array(function.name.utf8)
        arn = Array(
            "arn:aws:lambda:\(settings.region):\(settings.accountID):function:\(function.name)".utf8
        )
        let directory = function.directory ?? ProcessEnvironment.currentDirectory()
        command = ChildProcess.Command(
            executable: function.command[0], arguments: Array(function.command.dropFirst()),
            environment: FunctionVariables.common(
                of: function, region: settings.region, base: settings.baseEnvironment,
                directory: directory),
            directory: function.directory)
        pool = EnvironmentPool(limit: function.concurrency)
        processes = Array(repeating: nil, count: function.concurrency)
    }

    var log: Log { settings.log }

    // MARK: - Invocations

    /// Runs a closure on the function's loop: at once where that is the caller's.
    func onLoop(_ body: @escaping @Sendable () -> Void) {
        if loop.isCurrent { body() } else { loop.execute(body) }
    }

    /// Takes an invocation in; on the loop.
    ///
    /// - Parameter mayWait: whether it waits for an environment where all are busy.
    func submit(_ invocation: Invocation, mayWait: Bool) {
        guard !isStopping else { return invocation.complete(.stopped) }
        perform(pool.arrived(invocation, mayWait: mayWait))
    }

    // MARK: - Actions

    /// - Parameter cause: what a lost invocation's caller is told.
    private func perform(
        _ action: EnvironmentPool<Invocation>.Action,
        cause: (Invocation) -> [UInt8] = { _ in [] }
    ) {
        switch action {
        case .none: break
        case .start(let id): start(id)
        case .deliver(let invocation, let id):
            processes[id.slot]?.deliver(invocation, within: function.timeout)
        case .throttle(let invocation): invocation.complete(.throttled)
        case .answer: preconditionFailure("an answer that came from no process")
        case .end(let id, let failing, let starting):
            let process = processes[id.slot]
            processes[id.slot] = nil
            if let failing {
                let log = process?.finishLog(
                    of: failing, memoryMegabytes: function.memoryMegabytes)
                failing.complete(.failed(cause(failing), log: log))
            }
            process?.kill()
            // Not at once: where each start fails, each would wait for the next on the stack.
            if let starting { loop.execute { [self] in start(starting) } }
        }
    }

    private func start(_ id: EnvironmentID) {
        guard !isStopping else { return }
        let telemetry = EnvironmentTelemetry(
            of: TelemetryFact.Function(
                name: function.name, arn: String(decoding: arn, as: UTF8.self),
                memoryMegabytes: function.memoryMegabytes), on: loop)
        let process = FunctionProcess(
            id: id,
            extensions: ExtensionProcesses(
                of: function, accountID: settings.accountID, telling: telemetry, on: loop),
            telling: telemetry, on: loop, delegate: self)
        let date = CivilTime(epochSeconds: EventLoop.wallClockMilliseconds / 1000).rfc3339
        let day = String(decoding: date.prefix(10), as: UTF8.self)
            .split(separator: "-").joined(separator: "/")
        do throws(LoopError) {
            let logStream = FunctionVariables.LogStream(
                day: day, instanceID: ids.nextLogStream())
            try process.start(command, logStream: logStream)
        } catch {
            note(.warn, "function_not_started", process) {
                $0.key("reason")
                $0.string("\(error)")
            }
            return perform(pool.lost(id)) {
                FailureDocument.notStarted(error, requestID: $0.request.requestID)
            }
        }
        processes[id.slot] = process
        alive[ObjectIdentifier(process)] = process
        process.setDeadline(after: Self.initTimeout + function.timeout)
        note(.debug, "function_process_started", process)
    }

    private func note(
        _ level: LogLevel, _ event: StaticString, _ process: FunctionProcess,
        _ fields: (inout JSONWriter) -> Void = { _ in }
    ) {
        settings.log.write(level, event) {
            $0.key("function")
            $0.string(function.name)
            $0.key("pid")
            $0.integer(process.processID)
            fields(&$0)
        }
    }

    // MARK: - The end

    /// Ends all processes; what was accepted and is not answered is answered as stopped.
    func stop() async {
        await withCheckedContinuation { continuation in
            onLoop { [self] in stop { continuation.resume() } }
        }
    }

    private func stop(_ done: @escaping () -> Void) {
        isStopping = true
        for timer in retries.values { loop.cancel(timer) }
        retries = [:]
        for invocation in pool.stopped() { invocation.complete(.stopped) }
        guard !alive.isEmpty else { return done() }
        whenEmpty = done
        for process in alive.values { process.terminate() }
    }
}

extension FunctionHost: FunctionProcessDelegate {
    func processDidPoll(_ process: FunctionProcess) { perform(pool.polled(process.id)) }

    func processDidWithdraw(_ process: FunctionProcess) {
        process.setDeadline(after: function.timeout)
        perform(pool.withdrew(process.id))
    }

    func processDidAnswer(_ process: FunctionProcess, _ outcome: InvocationOutcome) {
        // Time for the runtime to come back; then somebody else may need its place.
        process.setDeadline(after: function.timeout)
        guard case .answer(let invocation) = pool.answered(process.id) else { return }
        guard invocation.log != nil else { return invocation.complete(outcome) }
        // What was written before the answer is readable by now, but may not have been read.
        _ = loop.schedule(at: EventLoop.now.advanced(by: Self.outputDelay)) { [self] in
            let log = process.finishLog(of: invocation, memoryMegabytes: function.memoryMegabytes)
            invocation.complete(outcome.with(log: log))
        }
    }

    func processDidFailInit(_ process: FunctionProcess, _ document: [UInt8]) {
        perform(pool.lost(process.id)) { _ in document }
    }

    func processDidTimeOut(_ process: FunctionProcess) {
        note(.warn, "function_timed_out", process)
        process.endReason = .timeout
        perform(pool.lost(process.id)) { [function] in
            FailureDocument.timedOut(
                after: function.timeout, requestID: $0.request.requestID,
                at: EventLoop.wallClockMilliseconds)
        }
    }

    func processDidWrite(_ line: String) { settings.output(function.name, line) }

    func processDidEnd(_ process: FunctionProcess, _ exit: ChildProcess.Exit) {
        let isUnasked = processes[process.id.slot] === process && !isStopping
        if isUnasked { process.endReason = .failure }
        note(isUnasked ? .warn : .debug, "function_process_ended", process) {
            $0.key("exit")
            $0.string("\(exit)")
        }
        perform(pool.lost(process.id)) {
            FailureDocument.ended(exit, requestID: $0.request.requestID)
        }
    }

    func processDidGo(_ process: FunctionProcess) {
        alive[ObjectIdentifier(process)] = nil
        guard alive.isEmpty, let whenEmpty else { return }
        self.whenEmpty = nil
        whenEmpty()
    }
}

extension InvocationOutcome {
    fileprivate func with(log: [UInt8]?) -> InvocationOutcome {
        switch self {
        case .returned(let payload, _): .returned(payload, log: log)
        case .failed(let document, _): .failed(document, log: log)
        case .throttled, .stopped: self
        }
    }
}
