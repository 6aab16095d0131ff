import SmugCompression
import SmugHTTP
import SmugNet

/// Which answers are compressed, and how.
package struct CompressionPolicy: Hashable, Sendable {
    /// Up to so many bytes are compressed on the connection's loop, which takes about 1 ms; more on
    /// another thread.
    static let maxInlineBytes = 65_536

    /// The first of those that a client likes as much.
    let codings: [ContentCoding]
    /// Whole answers below this are left: what they would save is less than a packet.
    let minBytes: Int
    let types: [MediaTypePattern]

    /// Everything that is text.
    static let defaultTypes = [
        "text/*", "application/json", "application/*+json", "application/xml", "application/*+xml",
        "application/javascript", "application/x-ndjson", "application/wasm", "image/svg+xml",
    ]

    static let standard = CompressionPolicy(
        codings: ContentCoding.allCases, minBytes: 1024,
        types: defaultTypes.compactMap { try? MediaTypePattern(parsing: $0) })

    /// How an answer is compressed for a request; `nil` where it is not.
    ///
    /// HEAD gets the fields that GET does, without a length; where its function gives it no body,
    /// nobody knows what GET's would be. Tells caches that it depends on the request wherever
    /// another request would have it compressed, or may have.
    ///
    /// - Parameter isStream: whether the body comes in parts, of which nobody knows how many.
    func coding(
        for response: inout HTTPResponse, to request: HTTPRequestHead, isStream: Bool
    ) -> ContentCoding? {
        let isUntold = !isStream && request.method == .head && response.body.isEmpty
        guard isStream || isUntold || response.body.count >= minBytes,
            mayBeEncoded(response.status, response.fields)
        else {
            if response.status == .notModified { response.fields.confirm(to: request.fields) }
            return nil
        }
        response.fields.varyByEncoding()
        // The client asks for the content as it is (RFC 9111, section 5.2.1.6).
        guard !isUntold, !request.fields.listContains("cache-control", token: "no-transform") else {
            return nil
        }
        var accepted = AcceptEncoding()
        for value in request.fields.all("accept-encoding") {
            accepted.add(request.fields.bytes[value])
        }
        guard let coding = accepted.best(of: codings) else { return nil }
        guard request.method != .head else {
            // How long GET's body would be is not known until it is compressed, and no other length
            // may be told (RFC 9110, section 8.6).
            response.body = []
            response.fields.tell(coding)
            return nil
        }
        return coding
    }

    /// A part of something (206), what has a coding or a checksum already, and what its function
    /// wants unchanged (RFC 9110, section 7.7) stay as they are.
    private func mayBeEncoded(_ status: HTTPStatus, _ fields: HTTPFields) -> Bool {
        guard !status.forbidsContent, status.code != 206, let type = fields.first("content-type"),
            types.contains(where: { $0.matches(fields.bytes[type]) })
        else { return false }
        return !fields.contains("content-encoding") && !fields.contains("content-range")
            && !fields.contains("content-digest") && !fields.contains("repr-digest")
            && !fields.contains("digest") && !fields.contains("content-md5")
            && !fields.listContains("cache-control", token: "no-transform")
    }
}

extension HTTPFields {
    /// Says that the body is compressed, which makes another representation of it: its entity tag
    /// is a weak one from now on, and its bytes are not to be asked for in parts.
    mutating func tell(_ coding: ContentCoding) {
        try? append(name: "content-encoding", value: Array(coding.rawValue.utf8)[...])
        removeAll("accept-ranges")
        if let tag = weakTag { try? replace(name: "etag", value: tag) }
    }

    /// Has 304 name what the client has as it was named when it was compressed: by another tag a
    /// cache finds nothing to refresh (RFC 9111, section 4.3.4).
    fileprivate mutating func confirm(to request: HTTPFields) {
        guard let tag = weakTag,
            request.all("if-none-match").contains(where: { request.bytes[$0].contains(tag) })
        else { return }
        try? replace(name: "etag", value: tag)
        varyByEncoding()
    }

    /// The entity tag made weak; `nil` where there is none, or none that is strong.
    private var weakTag: ArraySlice<UInt8>? {
        guard let range = first("etag"), bytes[range].first == UInt8(ascii: "\"") else {
            return nil
        }
        return (Array("W/".utf8) + bytes[range])[...]
    }

    fileprivate mutating func varyByEncoding() {
        guard !listContains("vary", token: "accept-encoding"), !listContains("vary", token: "*")
        else { return }
        append(name: "vary", value: "Accept-Encoding")
    }
}

extension HTTPResponse {
    /// The response with its body compressed; as it is where that saves nothing or fails.
    consuming func encoded(_ coding: ContentCoding) -> HTTPResponse {
        guard let body = try? coding.encode(self.body), body.count < self.body.count else {
            return self
        }
        self.body = body
        fields.tell(coding)
        return self
    }
}
