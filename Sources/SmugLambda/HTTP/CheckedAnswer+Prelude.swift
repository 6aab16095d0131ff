internal import SmugHTTP
internal import SmugJSON

extension CheckedAnswer {
    /// What stands in front of a streamed body: status, fields and cookies as JSON, then eight NULs.
    ///
    /// The fields' last value counts where one is there twice: the prelude has room for one of each.
    func prelude() -> [UInt8] {
        let cookies = fields.all("set-cookie")
        var writer = JSONWriter(capacity: 64 + fields.bytes.count)
        writer.beginObject()
        writer.key("statusCode")
        writer.integer(status.code)
        writer.key("headers")
        writer.beginObject()
        for entry in fields.entries where !cookies.contains(entry.value) {
            writer.key(utf8: fields.bytes[entry.name])
            writer.string(utf8: fields.bytes[entry.value])
        }
        writer.endObject()
        writer.key("cookies")
        writer.beginArray()
        for cookie in cookies { writer.string(utf8: fields.bytes[cookie]) }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [UInt8](repeating: 0, count: 8)
    }
}
