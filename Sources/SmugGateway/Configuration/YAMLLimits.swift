/// What one YAML document may cost before it is refused.
struct YAMLLimits: Hashable, Sendable {
    var maxBytes = 4_194_304
    /// Mappings and sequences inside each other, aliases counted as what they stand for.
    var maxDepth = 64
    /// Values in the whole tree, aliases counted as what they stand for.
    var maxNodes = 262_144

    init() {}
}
