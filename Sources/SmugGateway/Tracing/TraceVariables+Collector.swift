import SmugAWS
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugTelemetry

/// Where spans go, and how they are sent.
extension TraceVariables {
    /// The variable that names the collector, and the whole address.
    func endpoint() throws(TraceSettingsError) -> (variable: String, url: String)? {
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

    static func check(
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

    func encoding() throws(TraceSettingsError) -> (variable: String?, TraceEncoding) {
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

    func compresses() throws(TraceSettingsError) -> Bool {
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

    func authorities() throws(TraceSettingsError) -> CertificateAuthorities {
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

    func headers() throws(TraceSettingsError) -> [TraceSettings.Header] {
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
}
