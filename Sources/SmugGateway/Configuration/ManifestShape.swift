/// What may stand at a key, as data: for the schema and the reference of keys.
indirect enum ManifestShape: Sendable {
    /// Text of the given kind, such as `host:port`.
    case text(String)
    case integer(ClosedRange<Int>)
    case number(NumberBound)
    case choice([String])
    case list(ManifestShape)
    /// A mapping with free keys; `key` says what they are.
    case map(key: String, ManifestShape)
    case section(ManifestSectionDeclaration)
    case either(ManifestShape, ManifestShape)
}

/// The lower end of a number that has no upper one.
enum NumberBound: Hashable, Sendable {
    case atLeast(Double)
    case above(Double)

    func contains(_ value: Double) -> Bool {
        switch self {
        case .atLeast(let bound): value >= bound
        case .above(let bound): value > bound
        }
    }
}

/// One key of a section, as data.
struct ManifestKeyDeclaration: Sendable {
    enum Presence: Hashable, Sendable {
        /// With a line to copy into a manifest that lacks it.
        case required(example: String)
        case optional
        case defaulted(String)
        /// Absent means what the other key says.
        case inherited(from: String)
    }

    let name: String
    let shape: ManifestShape
    let presence: Presence
    /// One line for the reference.
    let summary: String
}

/// The keys of one mapping; whatever else it holds is a problem.
struct ManifestSectionDeclaration: Sendable {
    let keys: [ManifestKeyDeclaration]
    /// Names that may stand there and are not read.
    let ignored: [String]
    /// Whether names that start with `x-` may stand there and are not read.
    let ignoresExtensions: Bool

    init(
        _ keys: [ManifestKeyDeclaration], ignored: [String] = [], ignoresExtensions: Bool = false
    ) {
        self.keys = keys
        self.ignored = ignored
        self.ignoresExtensions = ignoresExtensions
    }

    var names: [String] { keys.map(\.name) + ignored }
}
