package import SmugHTTP
import SmugJSON

/// Writes the records of a function's answer to a batch, one at a time.
///
/// Those of a buffered answer stand in its array, those of a streamed one in a line each.
package enum BatchRecord {
    /// A whole answer.
    ///
    /// `set-cookie` fields become cookies; other repeated fields are joined by commas. A body
    /// that is not UTF-8 without NUL goes as base 64.
    ///
    /// - Parameter isLine: as a streamed answer has it.
    package static func whole(
        id: ArraySlice<UInt8>, status: HTTPStatus, fields: HTTPFields, body: ArraySlice<UInt8>,
        isLine: Bool
    ) -> [UInt8] {
        record(id, type: nil, isLine: isLine, capacity: 128 + fields.bytes.count + body.count) {
            append(status, fields, to: &$0)
            append(body: body, to: &$0)
        }
    }

    /// The line that begins an answer in parts.
    package static func head(id: ArraySlice<UInt8>, status: HTTPStatus, fields: HTTPFields)
        -> [UInt8]
    {
        record(id, type: "head", isLine: true, capacity: 128 + fields.bytes.count) {
            append(status, fields, to: &$0)
        }
    }

    /// The line of a part.
    package static func part(id: ArraySlice<UInt8>, _ bytes: ArraySlice<UInt8>) -> [UInt8] {
        record(id, type: "chunk", isLine: true, capacity: 96 + bytes.count) {
            append(body: bytes, to: &$0)
        }
    }

    /// The line that ends an answer in parts.
    package static func end(id: ArraySlice<UInt8>) -> [UInt8] {
        record(id, type: "end", isLine: true, capacity: 96) { _ in }
    }

    /// The line that gives an answer up.
    package static func error(id: ArraySlice<UInt8>, status: HTTPStatus, message: String)
        -> [UInt8]
    {
        record(id, type: "error", isLine: true, capacity: 128 + message.utf8.count) { writer in
            writer.key("statusCode")
            writer.integer(status.code)
            writer.key("message")
            writer.string(message)
        }
    }

    private static func record(
        _ id: ArraySlice<UInt8>, type: StaticString?, isLine: Bool, capacity: Int,
        _ members: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity + id.count)
        writer.beginObject()
        if isLine {
            writer.key("v")
            writer.integer(1)
        }
        writer.key("id")
        writer.string(utf8: id)
        if let type {
            writer.key("type")
            writer.string(literal: type)
        }
        members(&writer)
        writer.endObject()
        if isLine { writer.bytes.append(UInt8(ascii: "\n")) }
        return writer.bytes
    }

    private static func append(
        _ status: HTTPStatus, _ fields: HTTPFields, to writer: inout JSONWriter
    ) {
        writer.key("statusCode")
        writer.integer(status.code)
        writer.key("headers")
        writer.beginObject()
        let names = FieldNames(fields)
        for (index, entry) in names.entries.enumerated() {
            let name = names.bytes.span.extracting(entry.name)
            if name.holds("set-cookie") || names.isRepetition(index) { continue }
            writer.key(utf8: names.bytes[entry.name])
            writer.string(utf8: names.joinedValue(index))
        }
        writer.endObject()
        let cookies = fields.all("set-cookie")
        guard !cookies.isEmpty else { return }
        writer.key("cookies")
        writer.beginArray()
        for cookie in cookies { writer.string(utf8: fields.bytes[cookie]) }
        writer.endArray()
    }

    private static func append(body: ArraySlice<UInt8>, to writer: inout JSONWriter) {
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
