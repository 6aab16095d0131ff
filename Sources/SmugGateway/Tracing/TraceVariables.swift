package import SmugLoop
import SmugTelemetry

/// The variables of OpenTelemetry, with the meaning that its specification gives them.
///
/// An empty value counts as none, and case does not matter where a name stands for a choice.
package struct TraceVariables {
    /// Reads a file that a variable names; `nil` where there is none.
    package typealias Read = (_ path: String) throws(LoopError) -> [UInt8]?

    let variables: [String: String]
    let read: Read

    package init(_ environment: [String: String], read: @escaping Read) {
        variables = environment.filter { !$0.value.isEmpty }
        self.read = read
    }

    /// What they say; `nil` where nothing turns traces on, or something turns them off.
    ///
    /// - Parameters:
    ///   - host: what is known of the machine and the process.
    package func settings(
        version: String, host: HostFacts
    ) throws(TraceSettingsError) -> TraceSettings? {
        guard try !isDisabled(), let (variable, url) = try endpoint() else { return nil }
        let (protocolVariable, encoding) = try encoding()
        try Self.check(url, of: variable, speaksByWord: protocolVariable != nil)
        var settings = TraceSettings(url: url)
        settings.encoding = encoding
        settings.headers = try headers()
        settings.timeout = try milliseconds(
            first("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"),
            or: settings.timeout)
        settings.compresses = try compresses()
        settings.resource = try resource(version: version, host: host)
        settings.sampler = try sampler()
        settings.propagators = try propagators()
        settings.ids = try ids()
        settings.limits = try limits()
        settings.authorities = try authorities()
        for name in ["CLIENT_CERTIFICATE", "CLIENT_KEY"] {
            for prefix in ["OTEL_EXPORTER_OTLP_TRACES_", "OTEL_EXPORTER_OTLP_"]
            where variables[prefix + name] != nil {
                throw .init(
                    prefix + name, "is set, and the gateway shows collectors no certificate",
                    "unset it; say who the gateway is in OTEL_EXPORTER_OTLP_HEADERS")
            }
        }
        return settings
    }

    // MARK: - Whether

    private func isDisabled() throws(TraceSettingsError) -> Bool {
        if try isTrue("OTEL_SDK_DISABLED") { return true }
        switch variables["OTEL_TRACES_EXPORTER"]?.lowercased() {
        case nil, "otlp": return false
        case "none": return true
        case let other?:
            throw .init("OTEL_TRACES_EXPORTER", "is '\(other)'", "set it to otlp or none")
        }
    }

    // MARK: - Of what

    private func resource(
        version: String, host: HostFacts
    ) throws(TraceSettingsError) -> TraceResource {
        var resource = TraceResource.detected(in: variables, host)
        resource.set("service.name", "smug-gateway")
        resource.set("service.version", version)
        resource.set("telemetry.sdk.name", "smug")
        resource.set("telemetry.sdk.language", "swift")
        resource.set("telemetry.sdk.version", version)
        if let text = variables["OTEL_RESOURCE_ATTRIBUTES"] {
            for (name, value) in try Self.pairs(text, of: "OTEL_RESOURCE_ATTRIBUTES") {
                resource.set(name, value)
            }
        }
        if let name = variables["OTEL_SERVICE_NAME"] { resource.set("service.name", name) }
        return resource
    }

    private func sampler() throws(TraceSettingsError) -> Sampler {
        let variable = "OTEL_TRACES_SAMPLER"
        let name = variables[variable]?.lowercased() ?? "parentbased_always_on"
        let prefix = "parentbased_"
        let followsParent = name.hasPrefix(prefix)
        switch followsParent ? String(name.dropFirst(prefix.count)) : name {
        case "always_on": return Sampler(.all, followsParent: followsParent)
        case "always_off": return Sampler(.none, followsParent: followsParent)
        case "traceidratio":
            return Sampler(.ratio(try samplerArgument()), followsParent: followsParent)
        default:
            throw .init(
                variable, "is '\(name)'",
                "set it to always_on, always_off or traceidratio, perhaps with parentbased_ before"
                    + " it")
        }
    }

    private func samplerArgument() throws(TraceSettingsError) -> Double {
        guard let text = variables["OTEL_TRACES_SAMPLER_ARG"] else { return 1 }
        guard let ratio = Double(text), (0...1).contains(ratio) else {
            throw .init("OTEL_TRACES_SAMPLER_ARG", "is '\(text)'", "a number from 0 to 1")
        }
        return ratio
    }

    private func propagators() throws(TraceSettingsError) -> Propagators {
        let variable = "OTEL_PROPAGATORS"
        guard let text = variables[variable] else { return .all }
        let names = text.lowercased().split(separator: ",").map(Self.trimmed)
        if names == ["none"] { return Propagators([]) }
        var list: [Propagators.Propagator] = []
        for name in names {
            guard let propagator = Propagators.Propagator(rawValue: String(name)) else {
                throw .init(
                    variable, "has '\(name)'",
                    "set it to some of tracecontext, baggage and xray with commas between them, or"
                        + " to none")
            }
            if !list.contains(propagator) { list.append(propagator) }
        }
        return Propagators(list)
    }

    private func ids() throws(TraceSettingsError) -> SpanIDGenerator.Form {
        let variable = "SMUG_OBSERVABILITY_VENDOR"
        switch variables[variable]?.lowercased() {
        case nil, "otel": return .random
        case "awsxray": return .xray
        case let other?: throw .init(variable, "is '\(other)'", "set it to AWSXRAY or OTEL")
        }
    }

    private func limits() throws(TraceSettingsError) -> SpanLimits {
        var limits = SpanLimits()
        let queue = "OTEL_BSP_MAX_QUEUE_SIZE"
        limits.maxQueueSize = try integer(queue, in: 1...65_536) ?? limits.maxQueueSize
        let batch = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"
        limits.maxExportBatchSize =
            try integer(batch, in: 1...limits.maxQueueSize)
            ?? min(limits.maxExportBatchSize, limits.maxQueueSize)
        limits.scheduleDelay = try milliseconds(
            first("OTEL_BSP_SCHEDULE_DELAY"), or: limits.scheduleDelay)
        limits.exportTimeout = try milliseconds(
            first("OTEL_BSP_EXPORT_TIMEOUT"), or: limits.exportTimeout)
        return limits
    }
}
