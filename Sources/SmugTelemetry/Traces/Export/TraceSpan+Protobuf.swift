extension TraceSpan {
    /// A `spans` field of `ScopeSpans`, in opentelemetry/proto/trace/v1/trace.proto.
    var protobuf: [UInt8] {
        var writer = ProtobufWriter(capacity: 512)
        writer.message(2) { span in
            span.id(1, context.traceID.high, context.traceID.low)
            span.id(2, context.spanID.value)
            if !context.state.bytes.isEmpty { span.bytes(3, context.state.bytes) }
            if let parent { span.id(4, parent.value) }
            span.bytes(5, name)
            span.varint(6, UInt64(kind.rawValue))
            span.fixed64(7, UInt64(clamping: startNanoseconds))
            span.fixed64(8, UInt64(clamping: endNanoseconds))
            for attribute in attributes.list { span.attribute(9, attribute) }
            for link in links { span.message(13) { link.write(to: &$0) } }
            if droppedLinks > 0 { span.varint(14, UInt64(droppedLinks)) }
            if case .error(let words) = status {
                span.message(15) { status in
                    if !words.isEmpty { status.bytes(2, words.utf8) }
                    status.varint(3, 2)
                }
            }
            span.fixed32(16, UInt32(context.flags))
        }
        return writer.bytes
    }
}

extension TraceSpan.Link {
    fileprivate func write(to link: inout ProtobufWriter) {
        link.id(1, context.traceID.high, context.traceID.low)
        link.id(2, context.spanID.value)
        if !context.state.bytes.isEmpty { link.bytes(3, context.state.bytes) }
        for attribute in attributes.list { link.attribute(4, attribute) }
        link.fixed32(6, UInt32(context.flags))
    }
}

extension TraceResource {
    /// An `ExportTraceServiceRequest`.
    func protobuf(around spans: [[UInt8]], version: String) -> [UInt8] {
        var scope = ProtobufWriter()
        scope.message(1) { scope in
            scope.text(1, scopeName)
            scope.bytes(2, version.utf8)
        }
        let count = spans.reduce(scope.bytes.count) { $0 + $1.count }
        var inner = ProtobufWriter(capacity: count + 64)
        inner.append(raw: scope.bytes)
        for span in spans { inner.append(raw: span) }
        inner.text(3, schemaURL)
        var outer = ProtobufWriter(capacity: count + 1024)
        outer.message(1) { resourceSpans in
            resourceSpans.message(1) { resource in
                for entry in entries {
                    resource.message(1) { pair in
                        pair.bytes(1, entry.name.utf8)
                        pair.value(entry.value)
                    }
                }
            }
            resourceSpans.bytes(2, inner.bytes)
            resourceSpans.text(3, schemaURL)
        }
        return outer.bytes
    }
}

extension ProtobufWriter {
    /// Writes a `KeyValue`.
    fileprivate mutating func attribute(_ field: Int, _ attribute: TraceSpan.Attribute) {
        message(field) { pair in
            pair.text(1, attribute.name.text)
            pair.value(attribute.value)
        }
    }

    /// Writes the `AnyValue` of a pair.
    fileprivate mutating func value(_ value: TraceSpan.Value) {
        message(2) { any in
            switch value {
            case .text(let text): any.bytes(1, text)
            case .integer(let integer): any.varint(3, UInt64(bitPattern: integer))
            case .double(let double): any.double(4, double)
            }
        }
    }
}
