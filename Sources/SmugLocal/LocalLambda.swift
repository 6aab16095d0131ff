internal import SmugHTTP2
internal import SmugJSON
package import SmugLoop
internal import SmugNet
internal import SmugTelemetry

/// Lambda on this machine: functions as processes behind the Invoke API.
package enum LocalLambda {
    /// Serves the Invoke API while `body` runs, then ends all processes, and returns when the last
    /// is gone.
    ///
    /// Processes start when somebody invokes their function. What is not answered when `body`
    /// returns is answered with an error of the service. The caller runs on the group's first loop.
    ///
    /// - Parameter body: gets the address that is listened on.
    /// - Throws: `LoopError` where the address cannot be listened on, else what `body` throws.
    package static func serve<R: Sendable>(
        _ settings: LocalLambdaSettings, on group: EventLoopGroup,
        _ body: (SocketAddress) async throws -> R
    ) async throws -> R {
        let names = Set(settings.functions.map(\.name))
        precondition(names.count == settings.functions.count, "two functions of one name")
        let ids = RequestIDs()
        let hosts = settings.functions.enumerated().map { index, function in
            FunctionHost(
                function, settings, ids: ids, on: group.loops[index % group.loops.count])
        }
        return try await HTTPServer.serve(
            settings.listen, on: group, handler: InvokeHandler(hosts, settings, ids: ids),
            layers: HTTPServerLayers(http2: HTTP2Server())
        ) { _, address in
            settings.log.write(.debug, "local_lambda_listening") {
                $0.key("address")
                $0.string(address.description)
            }
            let result: Result<R, any Error>
            do {
                result = .success(try await body(address))
            } catch {
                result = .failure(error)
            }
            // All at once: each may take as long as its most stubborn process.
            await withTaskGroup { group in
                for host in hosts { group.addTask { await host.stop() } }
            }
            return try result.get()
        }
    }
}
