package import SmugJSON
package import SmugProtocol

/// Everything that a gateway is told, checked and resolved.
///
/// One YAML or JSON document holds the gateway's settings and, in `Spec`, its routes.
package struct Manifest: Hashable, Sendable {
    /// Where clients connect.
    package let listenAddress: ListenAddress
    /// Where those who run the gateway connect; `nil` is nowhere.
    package let adminAddress: ListenAddress?
    /// `nil` speaks with clients in clear text.
    package let tls: TLSSettings?
    /// `nil` leaves the region to the environment.
    package let awsRegion: String?
    /// Those that hold for all routes together, and defaults of each.
    package let limits: GatewayLimits
    /// Those of connections, of keys and of stopping.
    package let timeouts: GatewayTimeouts
    /// Of routes that have none of their own.
    package let streaming: StreamSettings
    /// Unrestricted where the manifest says nothing.
    package let forwardHeaders: ForwardHeaders
    /// Of the gateway, and of routes that have none of their own.
    package let edge: EdgeSettings
    /// In the order of the file; at least one, and no two answer the same requests.
    package let routes: [RouteDefinition]
    /// Functions that `--local` runs, in the order of the file.
    package let localFunctions: [LocalFunction]
    /// All that was read, with what holds where nothing was said, and without secrets.
    package internal(set) var effective = JSONValue.null

    /// Reads a manifest.
    ///
    /// - Parameters:
    ///   - bytes: the document.
    ///   - file: its name, for problems.
    /// - Throws: all that is wrong with it.
    package init(parsing bytes: [UInt8], file: String) throws(ManifestError) {
        try self.init(parsing: bytes, file: file) { text throws(TextFault) in
            try FunctionName.check(text)
        }
    }

    init(
        parsing bytes: [UInt8], file: String, checkFunction: @escaping FunctionName.Check
    ) throws(ManifestError) {
        let document: YAMLDocument
        do throws(DocumentProblem) {
            document = try YAMLDocument(parsing: bytes)
        } catch {
            throw ManifestError([error], in: file)
        }
        var list = ProblemList(document.problems)
        let decoder = ManifestDecoder(checkFunction: checkFunction)
        let manifest = decoder.manifest(.root(document.root), &list)
        guard let manifest, list.problems.isEmpty else {
            throw ManifestError(list.problems, in: file)
        }
        self = manifest
        effective = EffectiveManifest(document.root).value
    }

    init(
        listenAddress: ListenAddress, adminAddress: ListenAddress?, tls: TLSSettings?,
        awsRegion: String?,
        limits: GatewayLimits, timeouts: GatewayTimeouts, streaming: StreamSettings,
        forwardHeaders: ForwardHeaders, edge: EdgeSettings, routes: [RouteDefinition],
        localFunctions: [LocalFunction]
    ) {
        self.listenAddress = listenAddress
        self.adminAddress = adminAddress
        self.tls = tls
        self.awsRegion = awsRegion
        self.limits = limits
        self.timeouts = timeouts
        self.streaming = streaming
        self.forwardHeaders = forwardHeaders
        self.edge = edge
        self.routes = routes
        self.localFunctions = localFunctions
    }
}
