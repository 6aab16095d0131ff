internal import SmugHTTP
internal import SmugJSON
internal import SmugProtocol

extension CheckedAnswer {
    /// The answer as the service wants it that has sent the event.
    ///
    /// A body that is text goes as it is, any other in base 64: what it is its bytes say, not its
    /// content type, so that every client gets the bytes that the handler has given.
    ///
    /// - Throws: a ``LambdaError`` for several cookies where the service takes one value a name.
    func serialized(for request: HTTPEvent) throws -> [UInt8] {
        var writer = JSONWriter(capacity: 128 + fields.bytes.count + body.count)
        writer.beginObject()
        writer.key("statusCode")
        writer.integer(status.code)
        switch request.kind {
        case .httpAPI, .functionURL:
            appendSingleValues(to: &writer, withCookies: false)
            appendCookies(to: &writer)
        case .restAPI, .webSocket:
            appendMultiValues(to: &writer)
        case .loadBalancer:
            appendStatusDescription(to: &writer)
            if request.members.takesManyValues {
                appendMultiValues(to: &writer)
            } else {
                try expectOneCookie("turn on multi-value headers in the target group")
                appendSingleValues(to: &writer, withCookies: true)
            }
        case .vpcLattice:
            try expectOneCookie("VPC Lattice has no way to send more")
            appendStatusDescription(to: &writer)
            appendSingleValues(to: &writer, withCookies: true)
        }
        appendBody(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private func expectOneCookie(_ remedy: String) throws {
        let count = fields.all("set-cookie").count
        guard count > 1 else { return }
        throw LambdaError(
            "the answer sets \(count) cookies, and its caller takes one value for each header: "
                + remedy)
    }

    private func appendStatusDescription(to writer: inout JSONWriter) {
        writer.key("statusDescription")
        writer.string("\(status.code) \(status.reason)")
    }

    private func appendSingleValues(to writer: inout JSONWriter, withCookies: Bool) {
        let cookies = withCookies ? [] : fields.all("set-cookie")
        writer.key("headers")
        writer.beginObject()
        for entry in fields.entries where !cookies.contains(entry.value) {
            writer.key(utf8: fields.bytes[entry.name])
            writer.string(utf8: fields.bytes[entry.value])
        }
        writer.endObject()
    }

    private func appendCookies(to writer: inout JSONWriter) {
        let cookies = fields.all("set-cookie")
        guard !cookies.isEmpty else { return }
        writer.key("cookies")
        append(cookies, to: &writer)
    }

    private func appendMultiValues(to writer: inout JSONWriter) {
        let cookies = fields.all("set-cookie")
        writer.key("multiValueHeaders")
        writer.beginObject()
        for entry in fields.entries where !cookies.contains(entry.value) {
            writer.key(utf8: fields.bytes[entry.name])
            append([entry.value], to: &writer)
        }
        if !cookies.isEmpty {
            writer.key("set-cookie")
            append(cookies, to: &writer)
        }
        writer.endObject()
    }

    private func append(_ values: [Range<Int>], to writer: inout JSONWriter) {
        writer.beginArray()
        for value in values { writer.string(utf8: fields.bytes[value]) }
        writer.endArray()
    }

    private func appendBody(to writer: inout JSONWriter) {
        let isText =
            switch wantsText {
            case nil: BodyText.isText(body.span)
            // Text that is none would not reach its client as it is.
            case true?: BodyText.isText(body.span) || String(validating: body, as: UTF8.self) != nil
            case false?: false
            }
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
