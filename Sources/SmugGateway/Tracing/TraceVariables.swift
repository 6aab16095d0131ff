import SmugAWS
import SmugHTTP
import SmugJSON
package import SmugLoop
import SmugTelemetry

/// The variables of OpenTelemetry, with the meaning that its specification gives them.
///
/// An empty value counts as none, and case does not matter where a name stands for a choice.
package struct TraceVariables {
    /// Reads a file that a variable names; `nil` where there is none.
    package typealias Read = (_ path: String) throws(LoopError) -> [UInt8]?

    private let variables: [String: String]
    private let read: Read

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

    private func isTrue(_ variable: String) throws(TraceSettingsError) -> Bool {
        switch variables[variable]?.lowercased() {
        case nil, "false": return false
        case "true": return true
        case let other?: throw .init(variable, "is '\(other)'", "set it to true or false")
        }
    }

    // MARK: - Where

    /// The variable that names the collector, and the whole address.
    private func endpoint() throws(TraceSettingsError) -> (variable: String, url: String)? {
        if let url = variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] {
            return ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", url)
        }
        if let base = variables["OTEL_EXPORTER_OTLP_ENDPOINT"] {
            // A path that is added to what is no address might make it one.
            try Self.check(base, of: "OTEL_EXPORTER_OTLP_ENDPOINT", speaksByWord: true)
            return ("OTEL_EXPORTER_OTLP_ENDPOINT", Self.tracesURL(under: base))
        }
        // Asked for by name, it goes where the specification has it without an endpoint.
        guard variables["OTEL_TRACES_EXPORTER"] != nil else { return nil }
        return ("OTEL_TRACES_EXPORTER", "http://localhost:4318/v1/traces")
    }

    private static func tracesURL(under base: String) -> String {
        base + (base.hasSuffix("/") ? "v1/traces" : "/v1/traces")
    }

    private static func check(
        _ url: String, of variable: String, speaksByWord: Bool
    ) throws(TraceSettingsError) {
        let endpoint: EndpointURL
        do throws(EndpointURLError) {
            endpoint = try EndpointURL(url)
        } catch {
            throw .init(variable, "is no address: \(error)", "as in http://collector:4318")
        }
        if endpoint.port == 4317, !speaksByWord {
            throw .init(
                variable, "has port 4317, where collectors speak gRPC",
                "use port 4318; or, where HTTP is spoken there, set OTEL_EXPORTER_OTLP_PROTOCOL to"
                    + " http/protobuf")
        }
    }

    private func encoding() throws(TraceSettingsError) -> (variable: String?, TraceEncoding) {
        guard
            let (variable, value) = first(
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
        else { return (nil, .protobuf) }
        if let encoding = TraceEncoding(rawValue: value.lowercased()) {
            return (variable, encoding)
        }
        let what = value == "grpc" ? "is grpc, which is not spoken" : "is '\(value)'"
        throw .init(
            variable, what,
            "set it to http/protobuf or http/json; the collector's port for them is 4318")
    }

    private func compresses() throws(TraceSettingsError) -> Bool {
        guard
            let (variable, value) = first(
                "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION")
        else { return false }
        switch value.lowercased() {
        case "gzip": return true
        case "none": return false
        default: throw .init(variable, "is '\(value)'", "set it to gzip or none")
        }
    }

    private func authorities() throws(TraceSettingsError) -> CertificateAuthorities {
        guard
            let (variable, path) = first(
                "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "OTEL_EXPORTER_OTLP_CERTIFICATE")
        else { return .system }
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try read(path)
        } catch {
            throw .init(variable, "is \(path): \(error.message)", "check the file's permissions")
        }
        guard let bytes else { throw .init(variable, "is \(path): no such file", "correct it") }
        guard let authorities = CertificateAuthorities(path: path, bytes: bytes) else {
            throw .init(
                variable, "is \(path), which holds no certificates in PEM",
                "name a file with the certificates that the collector's is signed with")
        }
        return authorities
    }

    // MARK: - Headers

    private func headers() throws(TraceSettingsError) -> [TraceSettings.Header] {
        let found = first("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
        let variable = found?.variable ?? "SMUG_OTEL_HEADERS_JSON"
        let pairs =
            if let found { try Self.pairs(found.value, of: found.variable) } else {
                try jsonHeaders()
            }
        var fields = HTTPFields()
        for (name, value) in pairs {
            do throws(HTTPFieldError) {
                try fields.append(name, value)
            } catch {
                throw .init(variable, "has a header that is none: \(error)", "correct it")
            }
        }
        return fields.pairs.map { TraceSettings.Header(name: $0.name, value: $0.value) }
    }

    /// An object of names and values, as a secret of AWS Secrets Manager holds them.
    private func jsonHeaders() throws(TraceSettingsError) -> [(String, String)] {
        let variable = "SMUG_OTEL_HEADERS_JSON"
        guard let text = variables[variable] else { return [] }
        let form = "as in {\"x-api-key\":\"…\"}"
        guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.object, !object.isEmpty
        else { throw .init(variable, "is no object of JSON with headers in it", form) }
        var pairs: [(String, String)] = []
        for (name, value) in object {
            guard !name.isEmpty, let value = value.string, !value.isEmpty else {
                throw .init(
                    variable, "has a header without a name, or whose value is no text", form)
            }
            pairs.append((name, value))
        }
        return pairs
    }

    /// `name=value` with commas between them, and values percent-encoded.
    private static func pairs(
        _ text: String, of variable: String
    ) throws(TraceSettingsError) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for item in text.split(separator: ",") {
            let item = trimmed(item)
            if item.isEmpty { continue }
            guard let equals = item.firstIndex(of: "="),
                case let name = trimmed(item[..<equals]), !name.isEmpty,
                case let value = trimmed(item[item.index(after: equals)...]),
                let decoded = PercentEncoding.decode(Array(value.utf8)[...])
            else {
                throw .init(
                    variable, "is no list of pairs",
                    "as in name=value,other=value, with %2C for a comma in a value")
            }
            pairs.append((String(name), String(decoding: decoded, as: UTF8.self)))
        }
        return pairs
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
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

    // MARK: - Numbers

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

    private func milliseconds(
        _ found: (variable: String, value: String)?, or other: Duration
    ) throws(TraceSettingsError) -> Duration {
        guard let (variable, _) = found else { return other }
        return try integer(variable, in: 1...3_600_000).map { .milliseconds($0) } ?? other
    }

    private func integer(
        _ variable: String, in range: ClosedRange<Int>
    ) throws(TraceSettingsError) -> Int? {
        guard let text = variables[variable] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .init(
                variable, "is '\(text)'",
                "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The first of these that is set.
    private func first(_ names: String...) -> (variable: String, value: String)? {
        for name in names {
            if let value = variables[name] { return (name, value) }
        }
        return nil
    }
}
