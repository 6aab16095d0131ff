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

    var isRequired: Bool {
        guard case .required = presence else { return false }
        return true
    }
}

/// The keys of one mapping; whatever else it holds is a problem.
struct ManifestSectionDeclaration: Sendable {
    /// What tells it from all other sections.
    let name: String
    let keys: [ManifestKeyDeclaration]
    let rules: [ManifestRule]
    /// Names that may stand there and are not read.
    let ignored: [String]
    /// Whether names that start with `x-` may stand there and are not read.
    let ignoresExtensions: Bool

    init(
        _ name: String, _ keys: [ManifestKeyDeclaration], rules: [ManifestRule] = [],
        ignored: [String] = [], ignoresExtensions: Bool = false
    ) {
        self.name = name
        self.keys = keys
        self.rules = rules
        self.ignored = ignored
        self.ignoresExtensions = ignoresExtensions
    }

    var names: [String] { keys.map(\.name) + ignored }
}
