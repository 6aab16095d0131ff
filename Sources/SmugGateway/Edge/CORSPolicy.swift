import SmugHTTP

/// Which pages of other origins may read answers, and what they may ask for (Fetch, section 3.2).
package struct CORSPolicy: Hashable, Sendable {
    /// Origins as a manifest has them.
    enum Origins: Hashable, Sendable {
        case every
        case listed([OriginPattern])
    }

    /// Header names that a preflight may ask for at most; no browser's has so many.
    static let maxRequestedHeaders = 128

    let origins: Origins
    /// As in a request line; empty means those that the path takes, `*` any.
    let methods: [String]
    /// In lower case; `*` stands for all but `authorization`.
    let headers: [String]
    /// What pages may see of an answer beside the ordinary; `*` stands for all.
    let exposed: [String]
    let allowsCredentials: Bool
    /// How long browsers may remember a preflight.
    let maxAgeSeconds: Int?

    /// The fields that let a page of the request's origin read the answer, and those that tell
    /// caches on what they depend.
    ///
    /// They are the gateway's alone: what a function says of it does not count.
    func dress(_ fields: inout HTTPFields, for request: HTTPFields) {
        fields.removeAll { $0.starts(with: "access-control-".utf8) }
        if case .listed = origins, !fields.listContains("vary", token: "origin"),
            !fields.listContains("vary", token: "*")
        {
            fields.append(name: "vary", value: "Origin")
        }
        guard let origin = permitted(request) else { return }
        permit(origin, in: &fields)
        if !exposed.isEmpty { fields.append(list: exposed, name: "access-control-expose-headers") }
    }

    /// The fields of the answer to a preflight; without any permission where it is refused.
    ///
    /// - Parameter pathMethods: those that the path takes.
    func preflight(
        _ request: HTTPFields, method: HTTPMethod, pathMethods: [String]
    ) -> HTTPFields {
        var fields = HTTPFields()
        fields.append(
            name: "vary",
            value: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
        var methods = methods.isEmpty ? pathMethods : methods
        // A route for every method takes also those that nobody has listed.
        if self.methods.isEmpty, !methods.contains(method.rawValue) {
            methods.append(method.rawValue)
        }
        guard let origin = permitted(request),
            methods.contains(method.rawValue) || methods.contains("*"), allowsHeaders(of: request)
        else { return fields }
        permit(origin, in: &fields)
        fields.append(list: methods, name: "access-control-allow-methods")
        if !headers.isEmpty { fields.append(list: headers, name: "access-control-allow-headers") }
        if let maxAgeSeconds {
            fields.append(name: "access-control-max-age", integer: maxAgeSeconds)
        }
        return fields
    }

    /// What the request's origin may be told: itself, or that all are welcome.
    private func permitted(_ request: HTTPFields) -> ArraySlice<UInt8>? {
        let values = request.all("origin")
        guard values.count == 1, let range = values.first, !range.isEmpty else { return nil }
        let origin = request.bytes[range]
        switch origins {
        case .every: return [UInt8(ascii: "*")]
        case .listed(let patterns): return patterns.contains { $0.matches(origin) } ? origin : nil
        }
    }

    private func permit(_ origin: ArraySlice<UInt8>, in fields: inout HTTPFields) {
        try? fields.append(name: "access-control-allow-origin", value: origin)
        if allowsCredentials {
            fields.append(name: "access-control-allow-credentials", value: "true")
        }
    }

    private func allowsHeaders(of request: HTTPFields) -> Bool {
        let isAny = headers.contains("*")
        var count = 0
        for value in request.all("access-control-request-headers") {
            for part in request.bytes[value].split(separator: UInt8(ascii: ",")) {
                let name = String(decoding: part, as: UTF8.self).lowercased()
                    .filter { $0 != " " && $0 != "\t" }
                guard !name.isEmpty else { continue }
                count += 1
                guard count <= Self.maxRequestedHeaders else { return false }
                guard headers.contains(name) || (isAny && name != "authorization") else {
                    return false
                }
            }
        }
        return true
    }
}

extension HTTPFields {
    /// Adds a list of our own words.
    fileprivate mutating func append(list words: [String], name: StaticString) {
        try? append(name: name, value: Array(words.joined(separator: ", ").utf8)[...])
    }
}
