/// Reads the names that a document's tables explain.
enum MarkdownTable {
    /// Every name in backticks in the first cell of a table's row, and its line.
    static func names(in text: String) -> [String: Int] {
        var names: [String: Int] = [:]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.hasPrefix("|") {
            let cell = line.dropFirst().prefix { $0 != "|" }
            let pieces = cell.split(separator: "`", omittingEmptySubsequences: false)
            for position in pieces.indices where position % 2 == 1 {
                let name = String(pieces[position])
                if names[name] == nil { names[name] = index + 1 }
            }
        }
        return names
    }
}
