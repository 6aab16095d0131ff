/// A mapping whose keys are declared; reading it reports whatever is not.
struct ManifestSection {
    let cursor: ManifestCursor
    private let entries: [YAMLEntry]

    /// `nil`, with a problem, when the value is not a mapping.
    init?(
        _ cursor: ManifestCursor, _ declaration: ManifestSectionDeclaration,
        _ problems: inout ProblemList
    ) {
        guard case .mapping(let entries) = cursor.node.content else {
            let needed = declaration.keys.filter(\.isRequired)
            let named = needed.isEmpty ? declaration.keys : needed
            problems.add(
                cursor, isNot: "a mapping", remedy: "give it keys: \(Self.list(named.map(\.name)))")
            return nil
        }
        self.cursor = cursor
        self.entries = entries
        let names = declaration.names
        for entry in entries where !names.contains(entry.key) {
            if declaration.ignoresExtensions, entry.key.hasPrefix("x-") { continue }
            problems.add(
                key: cursor.child(entry), "is not a known key",
                remedy: NearestName.find(entry.key, in: names).map { "did you mean `\($0)`?" }
                    ?? "remove it; known here: \(Self.list(declaration.keys.map(\.name)))")
        }
    }

    /// The value of the key, or what holds without it; `nil` also when a problem was reported.
    func value<Value>(_ key: ManifestKey<Value>, _ problems: inout ProblemList) -> Value? {
        if let cursor = self[key.name] { return key.format.read(cursor, &problems) }
        if case .required(let example) = key.declaration.presence {
            let similar = NearestName.find(
                key.name, in: entries.lazy.map(\.key).filter { $0.hasPrefix("x-") })
            problems.add(
                missing: key.name, in: cursor,
                remedy: similar.map { "rename `\($0)` if that is what it stands for" }
                    ?? "add `\(example)`")
        }
        return key.fallback
    }

    subscript(name: String) -> ManifestCursor? {
        entries.first { $0.key == name }.map(cursor.child)
    }

    /// The keys in the order of the file.
    var children: [(name: String, cursor: ManifestCursor)] {
        entries.map { ($0.key, cursor.child($0)) }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
