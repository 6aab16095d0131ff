package import SmugAWS
package import SmugTelemetry

/// Whether, where and of what the gateway exports traces.
package struct TraceSettings: Hashable, Sendable {
    /// Where spans go, as it is asked for.
    package var url: String
    package var encoding = TraceEncoding.protobuf
    /// Fields of the requests to the collector; their values may be secret.
    package var headers: [Header] = []
    /// How long one attempt to export may take.
    package var timeout = Duration.seconds(10)
    /// Whether what goes out is compressed with gzip.
    package var compresses = false
    /// Who vouches for the collector, where it is one of `https`.
    package var authorities = CertificateAuthorities.system
    package var resource = TraceResource()
    package var sampler = Sampler(.all, followsParent: true)
    package var propagators = Propagators.all
    package var ids = SpanIDGenerator.Form.random
    package var limits = SpanLimits()
    /// Where functions run whose names do not say it.
    package var region: String?

    /// A field of the requests to the collector.
    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package init(url: String) { self.url = url }

    /// One line for a person; nothing in it is secret.
    package var summary: String {
        "\(encoding.rawValue) to \(url), \(sampler)"
    }
}

/// A variable of the environment that has no meaning: which, what is wrong, what to do.
package struct TraceSettingsError: Error, Hashable, Sendable {
    package let what: String
    package let remedy: String

    init(_ variable: String, _ what: String, _ remedy: String) {
        self.what = "\(variable) \(what)"
        self.remedy = remedy
    }
}
