internal import SmugLoop

/// The main program of an external extension.
enum ExtensionMain {
    static func run(_ definition: LambdaExtension) -> Never {
        FunctionMain.start { environment in
            let endpoint = try RuntimeSettings.endpoint(environment)
            let log = LambdaLog(LogSink(environment: environment))
            CrashReport.install(slots: 0, asJSON: false)
            try EventLoopGroup.run(count: 1) { group in
                let running = RunningExtension(
                    definition, endpoint: endpoint, log: log, on: group, backoff: Backoff())
                let watcher = try FunctionMain.onTerminate(group.loops[0]) { running.end() }
                defer { watcher.close() }
                do {
                    try await running.register(asExternal: true)
                    try await running.run()
                } catch {
                    log.fatal("the extension ends with an error", ErrorDocument(error).fields)
                    ProcessEnvironment.exit(1)
                }
                ProcessEnvironment.exit(0)
            }
        }
    }
}

/// What the program's file is called: Lambda wants an extension to register under it.
enum ProgramName {
    static var current: String {
        let path = CommandLine.arguments.first ?? ""
        return path.split(separator: "/").last.map(String.init) ?? "extension"
    }
}
