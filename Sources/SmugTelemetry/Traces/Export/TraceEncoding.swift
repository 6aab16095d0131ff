/// How traces are written for their collector (OTLP 1.x over HTTP).
///
/// A span is written once, when it ends: what waits is bytes, and a batch of them is a few bytes
/// around those.
package enum TraceEncoding: String, Sendable {
    case protobuf = "http/protobuf"
    case json = "http/json"

    package var contentType: StaticString {
        switch self {
        case .protobuf: "application/x-protobuf"
        case .json: "application/json"
        }
    }

    /// A span as ``request(_:from:version:)`` takes it.
    package func encode(_ span: TraceSpan) -> [UInt8] {
        switch self {
        case .protobuf: span.protobuf
        case .json: span.json
        }
    }

    /// The body that exports spans: one scope of one resource.
    package func request(
        _ spans: [[UInt8]], from resource: TraceResource, version: String
    ) -> [UInt8] {
        switch self {
        case .protobuf: resource.protobuf(around: spans, version: version)
        case .json: resource.json(around: spans, version: version)
        }
    }
}

/// Of the semantic conventions that the attributes follow.
let schemaURL: StaticString = "https://opentelemetry.io/schemas/1.37.0"
/// What makes the spans.
let scopeName: StaticString = "smug"
