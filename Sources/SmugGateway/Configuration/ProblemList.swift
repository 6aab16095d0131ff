/// Collects problems, so that one run over a manifest finds them all.
struct ProblemList {
    private(set) var problems: [DocumentProblem]

    init(_ problems: [DocumentProblem] = []) {
        self.problems = problems
    }

    /// Adds a problem with the value itself.
    mutating func add(_ cursor: ManifestCursor, _ message: String, remedy: String) {
        problems.append(
            DocumentProblem(
                at: cursor.node.position, path: cursor.path, message, remedy: remedy))
    }

    /// Adds a problem with the key, whatever its value is.
    mutating func add(key cursor: ManifestCursor, _ message: String, remedy: String) {
        problems.append(
            DocumentProblem(at: cursor.keyPosition, path: cursor.path, message, remedy: remedy))
    }

    /// Adds that a key is not there, at the key of the section that should hold it.
    mutating func add(missing name: String, in section: ManifestCursor, remedy: String) {
        problems.append(
            DocumentProblem(
                at: section.keyPosition, path: section.path.key(name), "is missing",
                remedy: remedy))
    }

    /// Adds that a value is not what its key takes.
    mutating func add(_ cursor: ManifestCursor, isNot wanted: String, remedy: String) {
        add(cursor, "is \(cursor.node.summary), not \(wanted)", remedy: remedy)
    }
}
