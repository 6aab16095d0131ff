/// A key that is declared once: its name, what may stand there, and what holds without it.
struct ManifestKey<Value: Sendable>: Sendable {
    let declaration: ManifestKeyDeclaration
    let format: ManifestFormat<Value>
    let fallback: Value?

    var name: String { declaration.name }

    private init(
        _ name: String, _ format: ManifestFormat<Value>,
        _ presence: ManifestKeyDeclaration.Presence, _ fallback: Value?, _ summary: String
    ) {
        declaration = ManifestKeyDeclaration(
            name: name, shape: format.shape, presence: presence, summary: summary)
        self.format = format
        self.fallback = fallback
    }

    static func required(
        _ name: String, _ format: ManifestFormat<Value>, example: String, _ summary: String
    ) -> ManifestKey {
        ManifestKey(name, format, .required(example: example), nil, summary)
    }

    static func optional(
        _ name: String, _ format: ManifestFormat<Value>, _ summary: String
    ) -> ManifestKey {
        ManifestKey(name, format, .optional, nil, summary)
    }

    static func defaulted(
        _ name: String, _ format: ManifestFormat<Value>, to value: Value, _ summary: String
    ) -> ManifestKey {
        ManifestKey(name, format, .defaulted("\(value)"), value, summary)
    }

    static func inherited(
        _ name: String, _ format: ManifestFormat<Value>, from other: String, _ summary: String
    ) -> ManifestKey {
        ManifestKey(name, format, .inherited(from: other), nil, summary)
    }
}
