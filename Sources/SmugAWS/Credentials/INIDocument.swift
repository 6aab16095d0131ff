/// The grammar of AWS's shared files, as Python's `configparser` and botocore read it.
///
/// Lines of comments begin with `#` or `;`; a comment never ends a line. A key ends at the first
/// `=` or `:` and has no case. A line that is indented deeper than its key goes on with the value;
/// when the value's own line is empty, the indented lines are a nested section of one level.
struct INIDocument: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case text(String)
        case nested([String: String])
    }

    struct Section: Hashable, Sendable {
        let name: String
        var values: [String: Value]
    }

    /// In order; no name twice.
    private(set) var sections: [Section] = []

    subscript(name: String) -> Section? { sections.first { $0.name == name } }

    init(parsing bytes: [UInt8]) throws(INIError) {
        var parser = INIParser()
        try parser.parse(bytes)
        sections = parser.sections
    }
}
