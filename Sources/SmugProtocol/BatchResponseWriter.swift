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
        append(
            record: BatchRecord.whole(
                id: id, status: status, fields: fields, body: body, isLine: false))
    }

    /// Adds a record that is written already.
    package mutating func append(record: [UInt8]) { writer.raw(record) }

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
}
