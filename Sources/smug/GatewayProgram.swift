internal import SmugAWS
internal import SmugGateway
internal import SmugJSON
internal import SmugLocal
internal import SmugLoop
internal import SmugTelemetry

/// The wiring of `smug gateway`: manifest, Lambda or its stand-in on this machine, signals.
struct GatewayProgram: Sendable {
    let source: ManifestSource
    let document: ManifestDocument
    let manifest: Manifest
    let identity: ServedIdentity?
    let environment: [String: String]
    let log: Log
    let isLocal: Bool
    let traces: TraceSettings?
    let threads: Int

    func run() throws(CommandError) {
        logStart()
        do {
            try EventLoopGroup.run(count: threads) { group in
                if isLocal {
                    try await runLocally(on: group)
                } else {
                    try await runInAWS(on: group)
                }
            }
        } catch let error as CommandError {
            throw error
        } catch let error as LoopError where error.code == .addressInUse || error.call == "bind" {
            let first = error.code == .addressInUse ? "end who listens there, or " : ""
            throw .failed(
                "cannot listen on \(manifest.listenAddress): \(error.message)",
                "\(first)change ListenAddr in \(source.location)")
        } catch let error as AdminListenError {
            throw .failed("\(error)", "change AdminAddr in \(source.location), or remove it")
        } catch {
            throw .failed("\(error)", "see the log above for what led to it")
        }
    }

    // MARK: - Lambda in AWS

    private func runInAWS(on group: EventLoopGroup) async throws {
        let files = SharedFiles(environment: environment)
        do {
            try await AWSSession.with(files, on: group.loops[0], report: report) { session in
                let region = try await region(in: session)
                let endpoint = try session.endpoint(of: .lambda, in: region)
                let client = try LambdaClient(
                    endpoint: endpoint, region: region, credentials: session.credentials,
                    on: group, clock: session.clock,
                    mayConnectDirectly: !ProxyVariables(environment).mayApply(to: endpoint),
                    trusting: session.authorities)
                try await serve(client, in: region, on: group)
            }
        } catch let error as CredentialsError {
            throw CommandError.failed(error.message, "correct the file that it names")
        } catch let error as RegionError {
            throw CommandError.failed("\(error)", "set AwsRegion in the manifest, or AWS_REGION")
        } catch let error as EndpointError {
            throw CommandError.failed("\(error)", "correct the variable or key that it names")
        }
    }

    private func region(in session: AWSSession) async throws(RegionError) -> String {
        if let region = manifest.awsRegion { return region }
        return try await session.region()
    }

    private func report(_ event: CredentialsSource.Event) {
        switch event {
        case .renewed(let accessKeyID, let expiration):
            log.of(.credentials).write(.info, "credentials_renewed") { line in
                line.key("accessKeyId")
                line.string(accessKeyID)
                guard let expiration else { return }
                line.key("expiresAt")
                line.string(AmazonDate(epochSeconds: expiration).description)
            }
        case .renewalFailed(let reason, let servesOn):
            log.of(.credentials).write(servesOn ? .warn : .error, "credentials_not_renewed") {
                line in
                line.key("reason")
                line.string(reason)
                line.key("oldOnesServeOn")
                line.bool(servesOn)
            }
        }
    }

    // MARK: - Lambda on this machine

    /// Keys that open nothing: the local Lambda checks signatures with them, so that a signature
    /// that AWS would refuse is refused here too.
    private static let localCredentials = Credentials(
        accessKeyID: "AKIASMUGLOCALEXAMPLE", secretAccessKey: "local-secret-of-no-use-elsewhere")

    private func runLocally(on group: EventLoopGroup) async throws {
        let region = manifest.awsRegion ?? environment["AWS_REGION"] ?? "us-east-1"
        guard let listen = SocketAddress(host: "127.0.0.1", port: 0) else { return }
        try checkLocalFunctions()
        var settings = LocalLambdaSettings(
            functions: manifest.localFunctions.map(localFunction), listen: listen, region: region,
            credentials: Self.localCredentials, baseEnvironment: environment,
            output: { [log = log.of(.local)] function, line in
                log.write(.info, "function_output") {
                    $0.key("function")
                    $0.string(function)
                    $0.key("line")
                    $0.string(line)
                }
            }, log: log.of(.local))
        // A manifest for AWS names versions and aliases; here each is the function that there is.
        settings.knowsEveryQualifier = true
        try await LocalLambda.serve(settings, on: group) { address in
            let client = try LambdaClient(
                endpoint: try EndpointURL("http://\(address)"), region: region,
                credentials: CredentialsSource(
                    CredentialsChain([FixedCredentials(Self.localCredentials)]),
                    on: group.loops[0]), on: group, mayConnectDirectly: true)
            try await serve(client, in: region, on: group)
        }
    }

    /// Says which routes nothing on this machine can answer.
    private func checkLocalFunctions() throws(CommandError) {
        let known = Set(manifest.localFunctions.map(\.name))
        guard !known.isEmpty else {
            throw .failed(
                "--local runs the functions of Local, and \(source.location) has no Local",
                "add Local with Functions, or leave --local out: see docs/configuration.md")
        }
        for route in manifest.routes {
            guard let name = try? FunctionIdentifier(route.function).name, !known.contains(name)
            else { continue }
            log.of(.local).write(.warn, "function_missing") { line in
                line.key("function")
                line.string(name)
                line.key("route")
                line.string("\(route)")
                line.key("remedy")
                line.string("add it to Functions of Local")
            }
        }
    }

    private func localFunction(_ function: SmugGateway.LocalFunction) -> SmugLocal.LocalFunction {
        SmugLocal.LocalFunction(
            name: function.name, command: function.command,
            environment: Dictionary(
                function.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            handler: function.handler, memoryMegabytes: function.memoryMegabytes,
            timeout: .milliseconds(function.timeoutMilliseconds), concurrency: function.concurrency,
            extensions: function.extensions.map {
                SmugLocal.LocalExtension(name: $0.name, command: $0.command)
            })
    }

    // MARK: - Both

    private func serve(
        _ client: LambdaClient, in region: String, on group: EventLoopGroup
    ) async throws {
        var traces = traces
        traces?.region = region
        let gateway = Gateway(
            manifest: manifest, identity: identity, client: client, log: log,
            version: Version.current,
            includesBatchSize: Flag.isOn(environment["SMUG_INCLUDE_BATCH_SIZE_HEADER"]),
            traces: traces)
        let (reasons, reload) = AsyncStream.makeStream(
            of: ReloadReason.self, bufferingPolicy: .bufferingNewest(1))
        let terminal = ControllingTerminal()
        try await SignalTrap.with([.terminate, .interrupt], on: group.loops[0]) { trap in
            let hangup = try SignalWatcher(.hangup, on: group.loops[0]) {
                // The terminal is gone, and with it who would end this.
                if terminal.hasHungUp { return trap.spring() }
                reload.yield(.signal)
            }
            SignalWatcher.release(.hangup)
            defer {
                hangup.close()
                // Whoever asks for a reload now is too late, and no reason to end in another way.
                SignalWatcher.ignore(.hangup)
            }
            try await withPlace(on: group.loops[0]) { place in
                try await gateway.run(on: group) { running in
                    Greeting(manifest: manifest, address: running.address).show()
                    let reloader = ManifestReloader(
                        running, startedWith: document, manifest,
                        certificates: running.certificateRenewal(log: log.of(.manifest)) {
                            reload.yield(.certificate)
                        }, log: log.of(.manifest)
                    ) { () throws(ManifestReadingError) in
                        try await place.read(on: group.loops[0])
                    }
                    async let _: Void = reloader.run(reasons)
                    async let _: Void = place.watch(
                        reload, on: group.loops[0], log: log.of(.manifest),
                        every: { .milliseconds(running.manifest.timeouts.reloadMilliseconds) },
                        isOutOfReach: { running.manifestIsOutOfReach() })
                    // The end waits for no manifest: its place may never answer.
                    await trap.wait()
                }
            }
        }
    }

    /// Reaches where the manifest is, for as long as `body` runs.
    private func withPlace(
        on loop: EventLoop, _ body: (ManifestPlace) async throws -> Void
    ) async throws {
        switch source.location {
        case .file(let path): try await body(.file(path: path))
        case .object(let address):
            let files = SharedFiles(environment: environment)
            try await AWSSession.with(files, on: loop, report: report) { session in
                try await body(
                    .object(
                        WatchedObject(address, session.s3(), since: document.entityTag)))
            }
        }
    }

    private func logStart() {
        if let warning = source.warning {
            log.write(.warn, "deprecated") {
                $0.key("reason")
                $0.string(warning)
            }
        }
        log.write(.info, "starting") { line in
            line.key("version")
            line.string(Version.current)
            line.key("manifest")
            line.string(document.name)
            line.key("sha256")
            line.string(utf8: document.hash.hexadecimal)
            line.key("threads")
            line.integer(threads)
            line.key("local")
            line.bool(isLocal)
            line.key("traces")
            line.string(traces?.summary ?? "none")
            for setting in manifest.resolved {
                line.key(setting.key)
                line.string(setting.value)
            }
        }
    }
}
