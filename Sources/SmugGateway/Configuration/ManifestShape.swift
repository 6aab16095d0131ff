/// What may stand at a key, as data: for the schema, the reference, and whoever shows a manifest.
indirect enum ManifestShape: Sendable {
    case text(ManifestText)
    case integer(ClosedRange<Int>)
    case number(NumberBound)
    /// `true` or `false`, also as text.
    case boolean
    /// `on` or `off`, also as a boolean.
    case onOff
    case choice([String])
    case list(ManifestShape)
    /// A mapping with free keys.
    case map(key: ManifestText, ManifestShape)
    case section(ManifestSectionDeclaration)
    case either(ManifestShape, ManifestShape)
}

/// A kind of text.
struct ManifestText: Sendable {
    /// For people: `host:port`.
    let name: String
    /// What every text of the kind matches, as a regular expression that ECMAScript and Python read
    /// alike; `nil` where nothing can be said.
    let pattern: String?
    /// Whether numbers and booleans are taken as they are written.
    let isLoose: Bool

    /// A kind of its own has to say what it looks like, if only that this cannot be said.
    init(_ name: String, pattern: String?, isLoose: Bool = false) {
        self.name = name
        self.pattern = pattern
        self.isLoose = isLoose
    }

    /// Text with at least one character.
    static let some = ManifestText("text", pattern: #"[\s\S]"#)
    /// Any text, and what a text can be made of.
    static let loose = ManifestText("text", pattern: nil, isLoose: true)
}

/// The lower end of a number that has no upper one.
enum NumberBound: Hashable, Sendable, CustomStringConvertible {
    case atLeast(Double)
    case above(Double)

    func contains(_ value: Double) -> Bool {
        switch self {
        case .atLeast(let bound): value >= bound
        case .above(let bound): value > bound
        }
    }

    /// What a message says of the number behind its noun.
    var description: String {
        let (words, value) =
            switch self {
            case .atLeast(let bound): ("of at least", bound)
            case .above(let bound): ("above", bound)
            }
        return "\(words) \(Int(exactly: value)?.description ?? value.description)"
    }
}
