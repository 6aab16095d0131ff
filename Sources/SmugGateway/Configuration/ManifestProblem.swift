package import SmugJSON

/// One thing that is wrong in a manifest: where, what, and what to do about it.
package struct ManifestProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// As it was named when the manifest was read.
    package let file: String
    /// Of the value, or of the key where that is what is wrong or incomplete.
    package let position: TextPosition
    /// The value that is wrong; the top for the document as a whole.
    package let path: ManifestPath
    /// What is wrong, as the end of a sentence that starts with the path.
    package let message: String
    /// What to do, as an order.
    package let remedy: String

    init(_ problem: DocumentProblem, in file: String) {
        self.file = file
        position = problem.position
        path = problem.path
        message = problem.message
        remedy = problem.remedy
    }

    /// `file:line:column`, which editors and terminals make a link of.
    package var location: String { "\(file):\(position.line):\(position.column)" }

    /// The same as data.
    package var json: JSONValue {
        [
            "file": .string(file), "line": .integer(Int64(position.line)),
            "column": .integer(Int64(position.column)), "path": .string(path.description),
            "message": .string(message), "remedy": .string(remedy),
        ]
    }

    /// Two lines: what, and what to do.
    package var description: String {
        let subject = path == .root ? "the manifest" : path.description
        return "\(location): \(subject.printable) \(message.printable)\n    \(remedy.printable)"
    }
}

/// Everything that is wrong in a manifest, in the order of the file and never empty.
package struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Sorted by line and column.
    package let problems: [ManifestProblem]

    init(_ problems: [DocumentProblem], in file: String) {
        self.problems = problems.map { ManifestProblem($0, in: file) }
            .sorted { ($0.position, $0.path.description) < ($1.position, $1.path.description) }
    }

    /// Two lines for each problem.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
