package import SmugHTTP
import SmugJSON

/// Writes a function's answers to a batch, in any order.
package struct BatchResponseWriter: Sendable {
    private var writer: JSONWriter

    /// Starts the payload, with room for so many bytes.
    package init(capacity: Int = 1024) {
        writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.key("v")
        writer.integer(1)
        writer.key("responses")
        writer.beginArray()
    }

    /// Adds the answer to one request.
    ///
    /// `set-cookie` fields become cookies; other repeated fields are joined by commas. A body
    /// that is not UTF-8 without NUL goes as base 64.
    package mutating func append(
        id: ArraySlice<UInt8>, status: HTTPStatus, fields: HTTPFields, body: ArraySlice<UInt8>
    ) {
        writer.beginObject()
        writer.key("id")
        writer.string(utf8: id)
        writer.key("statusCode")
        writer.integer(status.code)
        writer.key("headers")
        writer.beginObject()
        appendHeaders(FieldNames(fields))
        writer.endObject()
        appendCookies(fields)
        appendBody(body)
        writer.endObject()
    }

    /// Adds an answer that is an API Gateway response in JSON already.
    ///
    /// An `id` of its own is overruled by the one given, which comes last.
    ///
    /// - Returns: false, having added nothing, when `response` is not one JSON object.
    package mutating func append(id: ArraySlice<UInt8>, response: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(response)
        var reader = JSONReader(bytes, loneSurrogates: .replace)
        guard (try? reader.next()) == .beginObject, let first = try? reader.next(),
            first == .endObject || (try? reader.skipRest(of: .beginObject)) != nil,
            let end = Optional(reader.offset), (try? reader.next()) == .end
        else { return false }
        var record: [UInt8] = []
        record.reserveCapacity(end + id.count + 16)
        record.append(contentsOf: bytes[..<(end - 1)])
        record.append(first == .endObject ? "\"id\":\"" : ",\"id\":\"")
        JSONEscaping.append(id, to: &record)
        record.append("\"}")
        writer.raw(record)
        return true
    }

    /// The whole payload.
    package consuming func finish() -> [UInt8] {
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private mutating func appendHeaders(_ names: FieldNames) {
        for (index, entry) in names.entries.enumerated() {
            let name = names.bytes.span.extracting(entry.name)
            if name.holds("set-cookie") || names.isRepetition(index) { continue }
            writer.key(utf8: names.bytes[entry.name])
            writer.string(utf8: names.joinedValue(index))
        }
    }

    private mutating func appendCookies(_ fields: HTTPFields) {
        let cookies = fields.all("set-cookie")
        guard !cookies.isEmpty else { return }
        writer.key("cookies")
        writer.beginArray()
        for cookie in cookies { writer.string(utf8: fields.bytes[cookie]) }
        writer.endArray()
    }

    private mutating func appendBody(_ body: ArraySlice<UInt8>) {
        let isText = BodyText.isText(body.span)
        writer.key("body")
        if isText {
            writer.string(utf8: body)
        } else {
            var encoded: [UInt8] = []
            Base64.append(body.span, to: &encoded)
            writer.string(utf8: encoded)
        }
        writer.key("isBase64Encoded")
        writer.bool(!isText)
    }
}
