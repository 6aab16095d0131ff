/// A Lambda extension: something that runs beside a function and is told of its life.
///
/// ```swift
/// import SmugLambda
///
/// @main struct Watcher {
///     static func main() {
///         LambdaExtension()
///             .onInvoke { invocation in … }
///             .onShutdown { shutdown in … }
///             .onTelemetry { records in … }
///             .run()
///     }
/// }
/// ```
///
/// A program in a layer's `extensions` folder is an external extension: it ``run()``s by itself.
/// An internal one runs in a function's process: ``LambdaRuntime/serve(_:with:)``.
public struct LambdaExtension: Sendable {
    /// Handles one kind of event.
    public typealias Handler<Event> = @Sendable (_ event: Event) async throws -> Void

    struct Subscription: Sendable {
        let api: TelemetryAPI
        let settings: TelemetrySettings
        let handler: Handler<[TelemetryRecord]>
    }

    let name: String?
    var invokeHandler: Handler<Invocation>?
    var shutdownHandler: Handler<Shutdown>?
    var startHandler: Handler<Registration>?
    var subscriptions: [Subscription] = []

    /// An extension that does nothing yet.
    ///
    /// - Parameter name: what it registers as. An external extension must register under its
    ///   program's file name, which it does without one.
    public init(name: String? = nil) { self.name = name }

    /// Has `handler` called when the extension has registered, before any event.
    ///
    /// What it throws is reported to Lambda as the extension's initialization error.
    public func onStart(_ handler: @escaping Handler<Registration>) -> LambdaExtension {
        with { $0.startHandler = handler }
    }

    /// Has `handler` called at the start of each invocation, while the function handles it.
    ///
    /// The environment goes on when both are done.
    public func onInvoke(_ handler: @escaping Handler<Invocation>) -> LambdaExtension {
        with { $0.invokeHandler = handler }
    }

    /// Has `handler` called when the environment ends; for external extensions only.
    public func onShutdown(_ handler: @escaping Handler<Shutdown>) -> LambdaExtension {
        with { $0.shutdownHandler = handler }
    }

    /// Subscribes to Lambda's Telemetry API, and has `handler` called with what it sends.
    ///
    /// What `handler` throws goes to the log, and has Lambda send the same again.
    public func onTelemetry(
        _ settings: TelemetrySettings = TelemetrySettings(),
        _ handler: @escaping Handler<[TelemetryRecord]>
    ) -> LambdaExtension {
        with {
            $0.subscriptions.append(
                Subscription(api: .telemetry, settings: settings, handler: handler))
        }
    }

    /// Subscribes to Lambda's Logs API, which the Telemetry API has replaced.
    public func onLogs(
        _ settings: TelemetrySettings = TelemetrySettings(),
        _ handler: @escaping Handler<[TelemetryRecord]>
    ) -> LambdaExtension {
        with {
            $0.subscriptions.append(Subscription(api: .logs, settings: settings, handler: handler))
        }
    }

    /// Runs as an external extension, and ends the process with the environment.
    public func run() -> Never { ExtensionMain.run(self) }

    private func with(_ change: (inout LambdaExtension) -> Void) -> LambdaExtension {
        var copy = self
        change(&copy)
        return copy
    }
}
