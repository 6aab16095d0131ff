/// A YAML document as a tree, with what is wrong in it but does not keep it from being read.
struct YAMLDocument: Hashable, Sendable {
    let root: YAMLNode
    /// Repeated keys, keys that are not text, merge keys.
    let problems: [DocumentProblem]

    /// Reads the one document in `bytes`, which are UTF-8, or UTF-16 with a byte order mark.
    ///
    /// JSON is read too, being YAML, but for escaped surrogate pairs.
    ///
    /// - Throws: the syntax error, or the limit, that ends the reading.
    init(parsing bytes: [UInt8], limits: YAMLLimits = .init()) throws(DocumentProblem) {
        guard bytes.count <= limits.maxBytes else { throw .tooLarge(limits) }
        var builder = YAMLTreeBuilder(
            events: try YAMLEventReader.events(of: bytes, limits: limits), limits: limits)
        root = try builder.document()
        problems = builder.problems
    }
}
