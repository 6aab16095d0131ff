import SmugCompression

/// The keys that say which answers are compressed: of the gateway, or of a route.
struct CompressionKeys: Sendable {
    /// Of the section; it is called like the key that holds it.
    let name: String
    let encodings: ManifestKey<[Located<ContentCoding>]>
    let minBytes: ManifestKey<Int>
    let types: ManifestKey<[Located<MediaTypePattern>]>

    static let gateway = CompressionKeys(
        name: "Compression",
        encodings: .optional("Encodings", codings, encodingsText),
        minBytes: .defaulted("MinBytes", size, to: standard.minBytes, sizeText),
        types: .optional("Types", types, typesText))

    static let route = CompressionKeys(
        name: "compression",
        encodings: .optional("encodings", codings, encodingsText),
        minBytes: .defaulted("minBytes", size, to: standard.minBytes, sizeText),
        types: .optional("types", types, typesText))

    private static let standard = CompressionPolicy.standard
    private static let encodingsText =
        "How, the better first: where a client likes several as much, the first is taken. Without "
        + "it `zstd`, then `gzip`."
    private static let sizeText = "Whole answers below this many bytes are left as they are."
    private static let typesText =
        "Media types that are compressed: `application/json`, `text/*`, `application/*+json`. "
        + "Without it everything that is text."

    private static let size = ManifestFormat<Int>.integer(0...67_108_864)
    private static let codings = ManifestFormat<[Located<ContentCoding>]>.list(
        of: .choice(ContentCoding.allCases.map { ($0.rawValue, $0) }))
    private static let types = ManifestFormat<[Located<MediaTypePattern>]>.list(
        of: .text("media type", pattern: MediaTypePattern.textPattern) { text throws(TextFault) in
            try MediaTypePattern(parsing: text)
        })

    var section: ManifestSectionDeclaration {
        ManifestSectionDeclaration(
            name, [encodings.declaration, minBytes.declaration, types.declaration])
    }

    /// `on`, `off`, or the keys.
    var format: ManifestFormat<CompressionChoice> {
        ManifestFormat(shape: .either(.onOff, .section(section))) { cursor, list in
            if case .mapping = cursor.node.content {
                return policy(cursor, &list).map { .policy($0) }
            }
            return Switch.format.read(cursor, &list).map { $0 == .on ? .on : .off }
        }
    }

    private func policy(
        _ cursor: ManifestCursor, _ list: inout ProblemList
    ) -> CompressionPolicy? {
        guard let read = ManifestSection(cursor, section, &list) else { return nil }
        let codings = read.value(encodings, &list)
        let size = read.value(minBytes, &list)
        let types = read.value(types, &list)
        for name in [encodings.name, self.types.name] {
            guard let cursor = read[name], case .sequence(let nodes) = cursor.node.content,
                nodes.isEmpty
            else { continue }
            list.add(
                cursor, "is empty",
                remedy: "remove it for what is usual, or write `\(self.name): off`")
        }
        guard let size else { return nil }
        return CompressionPolicy(
            codings: codings?.map(\.value) ?? CompressionPolicy.standard.codings, minBytes: size,
            types: types?.map(\.value) ?? CompressionPolicy.standard.types)
    }
}

/// What a gateway or a route says of compression.
enum CompressionChoice: Hashable, Sendable {
    case off
    /// As usual, or as the gateway has it.
    case on
    case policy(CompressionPolicy)

    /// What it comes to, where `on` is another's policy.
    func policy(else other: CompressionPolicy) -> CompressionPolicy? {
        switch self {
        case .off: nil
        case .on: other
        case .policy(let policy): policy
        }
    }
}
