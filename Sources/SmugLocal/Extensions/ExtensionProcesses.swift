internal import SmugHTTP
internal import SmugLoop

/// The extensions of one environment: the processes of the external ones, and the connections of
/// those who wait for an event.
///
/// Only for its loop.
final class ExtensionProcesses: @unchecked Sendable {
    /// How long extensions have from the end of the function's process, as in Lambda.
    static let endTimeout = Duration.seconds(2)

    private let function: LocalFunction
    private let accountID: String
    private let loop: EventLoop
    private let telemetry: EnvironmentTelemetry
    private var roster: ExtensionRoster
    private var waiting: [String: RuntimeConnection] = [:]
    private var children: [String: ChildProcess] = [:]
    private var serial = 0
    private var endTimer: TimerID?
    /// Called once, when the end was asked for and no process is left.
    private var whenGone: (() -> Void)?
    /// Called for each line that an extension writes.
    var wrote: (String) -> Void = { _ in }
    /// Called when one has failed, with a document that says why: the environment is at its end.
    var failed: ([UInt8]) -> Void = { _ in }
    /// Called when one has begun to wait for an event.
    var becameIdle: () -> Void = {}

    init(
        of function: LocalFunction, accountID: String, telling telemetry: EnvironmentTelemetry,
        on loop: EventLoop
    ) {
        self.function = function
        self.telemetry = telemetry
        self.accountID = accountID
        self.loop = loop
        roster = ExtensionRoster(expecting: function.extensions.map(\.name))
    }

    /// Whether nothing hinders the next invocation.
    var isIdle: Bool { roster.isIdle }

    /// Whether no process is left.
    var isEmpty: Bool { children.isEmpty }

    /// Starts the external ones; one that cannot be started has failed.
    func start(environment: [String: String]) {
        for each in function.extensions {
            var lines = (output: LineSplitter(), error: LineSplitter())
            let events = ChildProcess.Events(
                output: { [unowned self] in lines.output.append($0, wrote) },
                errorOutput: { [unowned self] in lines.error.append($0, wrote) },
                ended: { [unowned self] exit in
                    lines.output.finish(wrote)
                    lines.error.finish(wrote)
                    ended(each.name, exit)
                })
            let command = ChildProcess.Command(
                executable: each.command[0], arguments: Array(each.command.dropFirst()),
                environment: environment, directory: function.directory)
            do throws(LoopError) {
                children[each.name] = try ChildProcess(command, on: loop, events: events)
            } catch {
                telemetry.tell(
                    .extensionState(name: each.name, events: [], state: "LaunchError"))
                // Not at once: the environment has not begun.
                loop.execute { [self] in failed(FailureDocument.notStarted(each.name, error)) }
            }
        }
    }

    private func ended(_ name: String, _ exit: ChildProcess.Exit) {
        children[name] = nil
        guard let whenGone else {
            return failed(FailureDocument.extensionEnded(name, exit))
        }
        guard children.isEmpty else { return }
        self.whenGone = nil
        if let endTimer { loop.cancel(endTimer) }
        whenGone()
    }

    // MARK: - Events

    /// Tells that an invocation has begun.
    func begin(_ request: Invocation.Request, deadline: Int64) {
        tell(.invoke, ExtensionDocument.invoke(request, deadline: deadline))
    }

    /// Has the extensions end, now that the function's process has.
    func end(_ reason: ExtensionDocument.EndReason, then whenGone: @escaping () -> Void) {
        guard self.whenGone == nil else { return }
        roster.dropInternal()
        guard !children.isEmpty else { return whenGone() }
        self.whenGone = whenGone
        for (name, child) in children where !roster.awaitsEnd(name) { child.send(.kill) }
        let deadline = EventLoop.wallClockMilliseconds + Self.endTimeout.wholeMilliseconds()
        tell(.shutdown, ExtensionDocument.shutdown(reason, deadline: deadline))
        endTimer = loop.schedule(at: EventLoop.now.advanced(by: Self.endTimeout)) {
            [unowned self] in
            for child in children.values { child.send(.kill) }
        }
    }

    private func tell(_ event: ExtensionRoster.Event, _ document: [UInt8]) {
        for id in roster.tell(event, document) {
            waiting.removeValue(forKey: id)?.respond(.ok, fields: Self.fields(id), body: document)
        }
    }

    // MARK: - Calls

    /// A connection is gone; what waited on it waits no more.
    func didClose(_ connection: RuntimeConnection) {
        for (id, other) in waiting where other === connection {
            waiting[id] = nil
            roster.withdrew(id)
        }
    }

    func answer(_ call: ExtensionCall, _ request: RuntimeRequest, on connection: RuntimeConnection)
    {
        do throws(ExtensionRoster.Refusal) {
            switch call {
            case .register: try register(request, on: connection)
            case .next: try poll(request, on: connection)
            case .initError, .exitError: try fail(request, on: connection)
            case .subscribe(let api): try subscribe(request, to: api, on: connection)
            case .wrongMethod(let allowed): connection.refuseMethod(allowed: allowed)
            }
        } catch {
            let (status, body) = ExtensionDocument.refusal(error)
            connection.respond(status, body: body)
        }
    }

    private func register(_ request: RuntimeRequest, on connection: RuntimeConnection)
        throws(ExtensionRoster.Refusal)
    {
        let fields = request.head.fields
        guard let events = ExtensionDocument.events(request.body) else { throw .unknownEvent }
        serial += 1
        let id = "00000000-0000-4000-8000-" + String(1_000_000_000_000 + serial).dropFirst()
        try roster.register(fields["lambda-extension-name"] ?? "", as: id, for: events)
        let features = fields["lambda-extension-accept-feature"] ?? ""
        let wantsAccount = features.split(separator: ",").contains {
            $0.drop { $0 == " " }.lowercased() == "accountid"
        }
        let document = ExtensionDocument.registered(
            function, accountID: wantsAccount ? accountID : nil)
        connection.respond(.ok, fields: Self.fields(id), body: document)
    }

    private func poll(_ request: RuntimeRequest, on connection: RuntimeConnection)
        throws(ExtensionRoster.Refusal)
    {
        let id = request.head.fields["lambda-extension-identifier"] ?? ""
        let document = try roster.polled(id)
        if let (name, events) = roster.becameReady(id) {
            telemetry.tell(.extensionState(name: name, events: events, state: "Ready"))
        }
        if let document {
            return connection.respond(.ok, fields: Self.fields(id), body: document)
        }
        // An extension waits for one call at a time: it has given up the older one.
        waiting.updateValue(connection, forKey: id)?.close()
        becameIdle()
    }

    private func subscribe(
        _ request: RuntimeRequest, to api: TelemetryAPI, on connection: RuntimeConnection
    ) throws(ExtensionRoster.Refusal) {
        let id = request.head.fields["lambda-extension-identifier"] ?? ""
        guard let name = roster.name(of: id) else { throw .unknownIdentifier }
        let subscription: TelemetrySubscription
        do throws(TelemetrySubscription.Fault) {
            subscription = try TelemetrySubscription(request.body, to: api)
        } catch {
            let body = ExtensionDocument.refusal(error, of: api)
            return connection.respond(.badRequest, body: body)
        }
        do throws(EnvironmentTelemetry.Refusal) {
            try telemetry.subscribe(name, subscription)
            connection.respond(.ok, body: ExtensionDocument.subscribed)
        } catch {
            let (status, body) = ExtensionDocument.refusal(error, of: api)
            connection.respond(status, body: body)
        }
    }

    private func fail(_ request: RuntimeRequest, on connection: RuntimeConnection)
        throws(ExtensionRoster.Refusal)
    {
        let fields = request.head.fields
        guard roster.isKnown(fields["lambda-extension-identifier"] ?? "") else {
            throw .unknownIdentifier
        }
        connection.respond(.accepted, body: RuntimeDocument.accepted)
        guard whenGone == nil else { return }
        failed(
            request.body.isEmpty
                ? FailureDocument.unnamed(
                    type: fields["lambda-extension-function-error-type"], requestID: [])
                : request.body)
    }

    private static func fields(_ id: String) -> HTTPFields {
        var fields = HTTPFields([("lambda-extension-identifier", id)])
        fields.append(name: "content-type", value: "application/json")
        return fields
    }
}
