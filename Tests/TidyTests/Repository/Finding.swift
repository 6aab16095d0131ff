import Testing

/// One place that breaks a house rule: where, what, and what to do about it.
struct Finding: Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let what: String
    let remedy: String

    var description: String { "\(path):\(line): \(what). \(remedy)." }
}

extension [Finding] {
    /// Fails the running test once for each finding, so that one run shows them all.
    func report(sourceLocation: SourceLocation = #_sourceLocation) {
        for finding in self {
            Issue.record("\(finding)", sourceLocation: sourceLocation)
        }
    }
}
