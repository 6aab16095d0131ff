import SmugAWS
import SmugLoop
import SmugTelemetry

extension SpanExporter {
    /// What exports the spans of a gateway.
    convenience init(
        _ settings: TraceSettings, version: String, counters: SpanCounters,
        over transport: any HTTPTransport, on loop: EventLoop, log: Log
    ) {
        let (encoding, resource) = (settings.encoding, settings.resource)
        self.init(
            settings.limits, sendTimeout: settings.timeout,
            transport: OTLPTransport(settings, version: version, over: transport, on: loop),
            counters: counters, on: loop, log: log
        ) { spans in
            encoding.request(spans, from: resource, version: version)
        }
    }
}
