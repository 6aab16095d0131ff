import SmugJSON

extension Manifest {
    /// The settings that a running gateway keeps until it is started again, where this manifest
    /// has another value for them than the one it was started with.
    package func keysForRestart(since started: Manifest) -> [String] {
        var keys: [String] = []
        if listenAddress != started.listenAddress { keys.append(GatewayKeys.listenAddr.name) }
        if adminAddress != started.adminAddress { keys.append(GatewayKeys.adminAddr.name) }
        if (tls == nil) != (started.tls == nil) { keys.append(GatewayKeys.tls.name) }
        if awsRegion != started.awsRegion { keys.append(GatewayKeys.awsRegion.name) }
        if localFunctions != started.localFunctions { keys.append(GatewayKeys.local.name) }
        return keys
    }

    /// This manifest as a gateway serves it that was started with another.
    func inEffect(startedWith started: Manifest) -> Manifest {
        guard var shown = effective.object, let first = started.effective.object else {
            return self
        }
        for key in keysForRestart(since: started) { shown[key] = first[key] }
        var manifest = self
        manifest.effective = .object(shown)
        return manifest
    }
}
