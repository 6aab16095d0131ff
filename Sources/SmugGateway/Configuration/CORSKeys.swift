import SmugHTTP

/// The keys that say which pages of other origins may read answers: of the gateway, or of a route.
struct CORSKeys: Sendable {
    /// Of the section; it is called like the key that holds it.
    let name: String
    let allowOrigins: ManifestKey<[Located<CORSOrigin>]>
    let allowMethods: ManifestKey<[Located<String>]>
    let allowHeaders: ManifestKey<[Located<String>]>
    let exposeHeaders: ManifestKey<[Located<String>]>
    let allowCredentials: ManifestKey<Bool>
    let maxAge: ManifestKey<Int>

    static let gateway = CORSKeys(
        name: "Cors",
        allowOrigins: .required(
            "AllowOrigins", origins, example: "AllowOrigins: [https://app.example.com]", originsText
        ),
        allowMethods: .optional("AllowMethods", methods, methodsText),
        allowHeaders: .optional("AllowHeaders", headers, headersText),
        exposeHeaders: .optional("ExposeHeaders", headers, exposeText),
        allowCredentials: .defaulted("AllowCredentials", .boolean, to: false, credentialsText),
        maxAge: .optional("MaxAge", age, ageText))

    static let route = CORSKeys(
        name: "cors",
        allowOrigins: .required(
            "allowOrigins", origins, example: "allowOrigins: [https://app.example.com]", originsText
        ),
        allowMethods: .optional("allowMethods", methods, methodsText),
        allowHeaders: .optional("allowHeaders", headers, headersText),
        exposeHeaders: .optional("exposeHeaders", headers, exposeText),
        allowCredentials: .defaulted("allowCredentials", .boolean, to: false, credentialsText),
        maxAge: .optional("maxAge", age, ageText))

    private static let originsText =
        "Whose pages may read answers: `https://app.example.com`, `https://*.example.com` for all "
        + "below a domain, or `*` alone for everybody."
    private static let methodsText =
        "What pages may ask with, `*` for any; without it what the path takes."
    private static let headersText =
        "Headers that pages may send beside the ordinary; `*` for all but `Authorization`."
    private static let exposeText =
        "Headers of answers that pages may see beside the ordinary; `*` for all."
    private static let credentialsText = "Whether pages may send cookies; not beside any `*`."
    private static let ageText = "For how many seconds browsers may remember a preflight."

    private static let age = ManifestFormat<Int>.integer(0...86_400)
    private static let origins = ManifestFormat<[Located<CORSOrigin>]>.list(
        of: .text("origin", pattern: OriginPattern.textPattern) { text throws(TextFault) in
            text == "*" ? .every : .pattern(try OriginPattern(parsing: text))
        })
    private static let methods = ManifestFormat<[Located<String>]>.list(
        of: .text("method", pattern: "^\(FieldName.namePattern)$") { text throws(TextFault) in
            if text == "*" { return text }
            guard let method = HTTPMethod(text.uppercased()) else {
                throw TextFault(
                    "is \"\(text.excerpt)\", which is no method",
                    remedy: "give a method such as POST, or `*`")
            }
            return method.rawValue
        })
    private static let headers = ManifestFormat<[Located<String>]>.list(of: FieldName.format)

    var section: ManifestSectionDeclaration {
        ManifestSectionDeclaration(
            name,
            [
                allowOrigins.declaration, allowMethods.declaration, allowHeaders.declaration,
                exposeHeaders.declaration, allowCredentials.declaration, maxAge.declaration,
            ])
    }

    var format: ManifestFormat<CORSPolicy> {
        ManifestFormat(shape: .section(section)) { cursor, list in policy(cursor, &list) }
    }

    /// A policy or, for a route that has none although its gateway has, `off`.
    var formatOrOff: ManifestFormat<CORSChoice> {
        ManifestFormat(shape: .either(.onOff, .section(section))) { cursor, list in
            if case .mapping = cursor.node.content {
                return policy(cursor, &list).map { .policy($0) }
            }
            guard let word = Switch.format.read(cursor, &list) else { return nil }
            if word == .off { return .off }
            list.add(
                cursor, "is `on`, which does not say who may read answers",
                remedy: "give it keys, such as `\(allowOrigins.name)`")
            return nil
        }
    }

    private func policy(_ cursor: ManifestCursor, _ list: inout ProblemList) -> CORSPolicy? {
        guard let read = ManifestSection(cursor, section, &list) else { return nil }
        let found = read.value(allowOrigins, &list)
        let methods = read.value(allowMethods, &list) ?? []
        let headers = read.value(allowHeaders, &list) ?? []
        let exposed = read.value(exposeHeaders, &list) ?? []
        let credentials = read.value(allowCredentials, &list)
        let age = read.value(maxAge, &list)
        if credentials == true {
            let stars =
                (found ?? []).filter { $0.value == .every }.map(\.cursor)
                + (methods + headers + exposed).filter { $0.value == "*" }.map(\.cursor)
            for star in stars {
                list.add(
                    star, "is `*`, which browsers do not take where there are credentials",
                    remedy: "list what is meant, or remove `\(allowCredentials.name)`")
            }
        }
        guard let found, let origins = origins(found, read, &list), let credentials else {
            return nil
        }
        return CORSPolicy(
            origins: origins, methods: methods.map(\.value), headers: headers.map(\.value),
            exposed: exposed.map(\.value), allowsCredentials: credentials, maxAgeSeconds: age)
    }

    private static let maxOrigins = 100

    private func origins(
        _ found: [Located<CORSOrigin>], _ section: ManifestSection, _ list: inout ProblemList
    ) -> CORSPolicy.Origins? {
        guard let cursor = section[allowOrigins.name] else { return nil }
        let patterns = found.compactMap { origin in
            if case .pattern(let pattern) = origin.value { pattern } else { nil }
        }
        if found.isEmpty, case .sequence(let nodes) = cursor.node.content, nodes.isEmpty {
            list.add(cursor, "is empty", remedy: "give an origin, or remove the whole section")
        }
        if found.count > Self.maxOrigins {
            list.add(
                cursor, "has \(found.count) origins, more than \(Self.maxOrigins)",
                remedy: "give domains, such as `https://*.example.com`")
        }
        guard let star = found.first(where: { $0.value == .every }) else {
            return .listed(patterns)
        }
        if found.count > 1 {
            list.add(star.cursor, "is `*` beside others", remedy: "keep `*` alone, or remove it")
        }
        return .every
    }
}

/// One entry of a list of origins.
enum CORSOrigin: Hashable, Sendable {
    case every
    case pattern(OriginPattern)
}

/// What a route says of pages of other origins, where it says something.
enum CORSChoice: Hashable, Sendable {
    case off
    case policy(CORSPolicy)
}
