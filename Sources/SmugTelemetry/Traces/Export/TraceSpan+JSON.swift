internal import SmugJSON

/// OTLP in JSON: ids are hexadecimal digits, numbers of 64 bits are strings, enumerations numbers.
extension TraceSpan {
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        writer.context(context)
        if let parent {
            writer.key("parentSpanId")
            writer.string(parent.description)
        }
        writer.key("name")
        writer.string(utf8: name)
        writer.key("kind")
        writer.integer(kind.rawValue)
        writer.key("startTimeUnixNano")
        writer.string(String(startNanoseconds))
        writer.key("endTimeUnixNano")
        writer.string(String(endNanoseconds))
        writer.attributes(attributes)
        if !links.isEmpty {
            writer.key("links")
            writer.beginArray()
            for link in links {
                writer.beginObject()
                writer.context(link.context)
                writer.attributes(link.attributes)
                writer.endObject()
            }
            writer.endArray()
        }
        if droppedLinks > 0 {
            writer.key("droppedLinksCount")
            writer.integer(droppedLinks)
        }
        if case .error(let words) = status {
            writer.key("status")
            writer.beginObject()
            if !words.isEmpty {
                writer.key("message")
                writer.string(words)
            }
            writer.key("code")
            writer.integer(2)
            writer.endObject()
        }
        writer.endObject()
        return writer.bytes
    }
}

extension TraceResource {
    func json(around spans: [[UInt8]], version: String) -> [UInt8] {
        var writer = JSONWriter(capacity: spans.reduce(1024) { $0 + $1.count + 1 })
        writer.beginObject()
        writer.key("resourceSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("resource")
        writer.beginObject()
        writer.key("attributes")
        writer.beginArray()
        for entry in entries {
            writer.beginObject()
            writer.key("key")
            writer.string(entry.name)
            writer.value(entry.value)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        writer.key("scopeSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("scope")
        writer.beginObject()
        writer.key("name")
        writer.string(literal: scopeName)
        writer.key("version")
        writer.string(version)
        writer.endObject()
        writer.key("spans")
        writer.beginArray()
        for span in spans { writer.raw(span) }
        writer.endArray()
        writer.key("schemaUrl")
        writer.string(literal: schemaURL)
        writer.endObject()
        writer.endArray()
        writer.key("schemaUrl")
        writer.string(literal: schemaURL)
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func context(_ context: SpanContext) {
        key("traceId")
        string(utf8: context.traceID.digits)
        key("spanId")
        string(context.spanID.description)
        if !context.state.bytes.isEmpty {
            key("traceState")
            string(utf8: context.state.bytes)
        }
        key("flags")
        integer(Int(context.flags))
    }

    fileprivate mutating func attributes(_ attributes: TraceSpan.Attributes) {
        guard !attributes.list.isEmpty else { return }
        key("attributes")
        beginArray()
        for attribute in attributes.list {
            beginObject()
            key("key")
            string(literal: attribute.name.text)
            value(attribute.value)
            endObject()
        }
        endArray()
    }

    fileprivate mutating func value(_ value: TraceSpan.Value) {
        key("value")
        beginObject()
        switch value {
        case .text(let text):
            key("stringValue")
            string(utf8: text)
        case .integer(let integer):
            key("intValue")
            string(String(integer))
        case .double(let double):
            key("doubleValue")
            self.double(double)
        }
        endObject()
    }
}
