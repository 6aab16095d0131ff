internal import SmugHTTP
internal import SmugLoop

/// Who decides what happens with a process's facts.
protocol FunctionProcessDelegate: AnyObject {
    func processDidPoll(_ process: FunctionProcess)
    func processDidWithdraw(_ process: FunctionProcess)
    func processDidAnswer(_ process: FunctionProcess, _ outcome: InvocationOutcome)
    /// It says that it cannot start, with a document that says why.
    func processDidFailInit(_ process: FunctionProcess, _ document: [UInt8])
    func processDidTimeOut(_ process: FunctionProcess)
    func processDidWrite(_ line: String)
    func processDidEnd(_ process: FunctionProcess, _ exit: ChildProcess.Exit)
    /// Nothing of it is left, no extension either; its last fact.
    func processDidGo(_ process: FunctionProcess)
}

/// One environment: a process, and the Runtime API that it alone speaks to.
///
/// The Runtime API has a port of its own for each process, as runtimes take no path before
/// Lambda's own, and so a call needs no name to be known by. Everything happens on one loop.
final class FunctionProcess {
    /// How long a process has between being asked and being forced to end.
    static let endTimeout = Duration.milliseconds(300)

    let id: EnvironmentID
    let loop: EventLoop
    unowned let delegate: any FunctionProcessDelegate
    private var child: ChildProcess?
    /// 0 before it has started.
    private(set) var processID: Int32 = 0
    private var listener: TCPListener?
    var connections: [RuntimeConnection] = []
    /// The connection whose call for work waits.
    var parked: RuntimeConnection?
    /// Whether the delegate knows that there is room for an invocation.
    var isAnnounced = false
    let extensions: ExtensionProcesses
    let telemetry: EnvironmentTelemetry
    /// Whether the runtime has no say any more; extensions have until they are gone.
    private(set) var isOver = false
    /// What extensions are told of the end.
    var endReason = ExtensionDocument.EndReason.spindown
    var state = RuntimeState()
    /// What was delivered last; what the process writes belongs to its log.
    private(set) var invocation: Invocation?
    /// Whether a runtime's answer to it is on its way in parts.
    var isStreaming = false
    private var lines = (output: LineSplitter(), error: LineSplitter())

    let started = EventLoop.now
    /// From the start to the first call for work, until an invocation's log tells it.
    var initDuration: Duration?
    private var deadline = MonotonicTime.distantFuture
    private var timer: (id: TimerID, at: MonotonicTime)?
    private var endTimer: TimerID?

    init(
        id: EnvironmentID, extensions: ExtensionProcesses, telling telemetry: EnvironmentTelemetry,
        on loop: EventLoop, delegate: any FunctionProcessDelegate
    ) {
        self.id = id
        self.extensions = extensions
        self.telemetry = telemetry
        self.loop = loop
        self.delegate = delegate
    }

    // MARK: - Life

    /// Starts the process.
    ///
    /// - Parameter command: without the address of the Runtime API, which is added here.
    func start(
        _ command: ChildProcess.Command, logStream: FunctionVariables.LogStream
    ) throws(LoopError) {
        guard let loopback = SocketAddress(host: "127.0.0.1", port: 0) else { return }
        let listener = try TCPListener(on: loop, address: loopback) { [unowned self] socket, _ in
            accept(socket)
        }
        var command = command
        command.environment.merge(
            FunctionVariables.own(
                runtimeAPI: listener.address.description, logStream: logStream.name)
        ) { $1 }
        telemetry.started(instanceID: logStream.instanceID)
        extensions.wrote = { [unowned delegate, telemetry] in
            delegate.processDidWrite($0)
            telemetry.tell(.line(.extension, $0))
        }
        extensions.failed = { [weak self] document in
            guard let self else { return }
            delegate.processDidFailInit(self, document)
        }
        extensions.becameIdle = { [weak self] in self?.announce() }
        let events = ChildProcess.Events(
            output: { [unowned self] in write($0, isError: false) },
            errorOutput: { [unowned self] in write($0, isError: true) },
            ended: { [unowned self] in ended($0) })
        do throws(LoopError) {
            child = try ChildProcess(command, on: loop, events: events)
        } catch {
            listener.close()
            throw error
        }
        self.listener = listener
        extensions.start(environment: command.environment)
        processID = child?.processID ?? 0
    }

    /// Asks the process to end, and forces it to after ``endTimeout``.
    func terminate() {
        setDeadline(after: nil)
        guard let child, endTimer == nil else { return }
        child.send(.terminate)
        endTimer = loop.schedule(at: EventLoop.now.advanced(by: Self.endTimeout)) {
            child.send(.kill)
        }
    }

    /// Ends the process at once; nothing that it says counts any more.
    func kill() {
        setDeadline(after: nil)
        let isTimeout = endReason == .timeout
        telemetry.lost(
            TelemetryFact.Ending(status: isTimeout ? .timeout : .failure), processID: processID)
        invocation = nil
        parked = nil
        isOver = true
        isAnnounced = false
        if endReason == .spindown { endReason = .failure }
        if extensions.isEmpty { closeRuntimeAPI() }
        child?.send(.kill)
    }

    private func ended(_ exit: ChildProcess.Exit) {
        setDeadline(after: nil)
        if let timer { loop.cancel(timer.id) }
        if let endTimer { loop.cancel(endTimer) }
        lines.output.finish(wrote)
        lines.error.finish(wrote)
        parked = nil
        child = nil
        telemetry.lost(
            TelemetryFact.Ending(status: .failure, errorType: "Runtime.ExitError"),
            processID: processID)
        delegate.processDidEnd(self, exit)
        telemetry.flush { [self] in
            extensions.end(endReason) { [self] in
                telemetry.close()
                closeRuntimeAPI()
                delegate.processDidGo(self)
            }
        }
    }

    private func closeRuntimeAPI() {
        listener?.close()
        listener = nil
        parked = nil
        for connection in connections { connection.close() }
        connections = []
    }

    // MARK: - Work

    /// Gives an invocation to the process, which waits for one.
    func deliver(_ invocation: Invocation, within timeout: Duration) {
        guard let connection = parked else { return }
        parked = nil
        isAnnounced = false
        self.invocation = invocation
        isStreaming = false
        invocation.delivery = EventLoop.now
        invocation.initDuration = initDuration
        initDuration = nil
        if invocation.request.wantsLogTail {
            invocation.log?.append(LogTail.start(invocation.request.requestID))
        }
        state.delivered(invocation.request.requestID)
        setDeadline(after: timeout)
        telemetry.delivered(invocation.request, initDuration: invocation.initDuration)
        let deadline = EventLoop.wallClockMilliseconds + timeout.wholeMilliseconds()
        connection.respond(
            .ok, fields: invocation.request.fields(deadline: deadline),
            body: invocation.request.payload)
        extensions.begin(invocation.request, deadline: deadline)
    }

    /// What the log of the invocation that ends now ends with.
    ///
    /// - Returns: its last part; `nil` where nobody asked for it.
    func finishLog(of invocation: Invocation, memoryMegabytes: Int) -> [UInt8]? {
        guard invocation.log != nil, let delivery = invocation.delivery else { return nil }
        let text = LogTail.end(
            invocation.request.requestID, duration: delivery.duration(to: EventLoop.now),
            initDuration: invocation.initDuration, memoryMegabytes: memoryMegabytes,
            usedMegabytes: MemoryUse.megabytes(ofProcess: processID))
        invocation.log?.append(text)
        return invocation.log?.bytes
    }

    /// Sets the time at which the process is given up; `nil` for never.
    func setDeadline(after limit: Duration?) {
        deadline = limit.map { EventLoop.now.advanced(by: $0) } ?? .distantFuture
        // A timer that is due earlier finds the new deadline and sets itself again, so that an
        // invocation costs no timer.
        guard limit != nil, (timer?.at ?? .distantFuture) > deadline else { return }
        if let timer { loop.cancel(timer.id) }
        arm()
    }

    private func arm() {
        let due = deadline
        timer = (loop.schedule(at: due) { [unowned self] in timerFired() }, due)
    }

    private func timerFired() {
        timer = nil
        guard deadline != .distantFuture else { return }
        guard deadline <= EventLoop.now else { return arm() }
        deadline = .distantFuture
        delegate.processDidTimeOut(self)
    }

    private func write(_ bytes: Span<UInt8>, isError: Bool) {
        invocation?.log?.append(bytes)
        if isError {
            lines.error.append(bytes, wrote)
        } else {
            lines.output.append(bytes, wrote)
        }
    }

    private func wrote(_ line: String) {
        delegate.processDidWrite(line)
        telemetry.tell(.line(.function, line))
    }
}
