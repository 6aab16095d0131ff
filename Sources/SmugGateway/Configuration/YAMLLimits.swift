/// What one YAML document may cost before it is refused.
package struct YAMLLimits: Hashable, Sendable {
    package var maxBytes = 4_194_304
    /// Mappings and sequences inside each other, aliases counted as what they stand for.
    package var maxDepth = 64
    /// Values in the whole tree, aliases counted as what they stand for.
    package var maxNodes = 262_144

    package init() {}
}
