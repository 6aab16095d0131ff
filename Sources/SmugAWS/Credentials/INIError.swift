/// A line of a shared file that breaks the grammar.
struct INIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    let line: Int
    let reason: String

    var description: String { "line \(line): \(reason)" }
}
