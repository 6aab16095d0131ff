/// A value in the tree together with the way to it.
struct ManifestCursor: Hashable, Sendable {
    let node: YAMLNode
    /// Where the key stands that holds the value; for an item of a list the item itself.
    let keyPosition: TextPosition
    let path: ManifestPath

    static func root(_ node: YAMLNode) -> ManifestCursor {
        ManifestCursor(node: node, keyPosition: node.position, path: .root)
    }

    func child(_ entry: YAMLEntry) -> ManifestCursor {
        ManifestCursor(
            node: entry.value, keyPosition: entry.keyPosition, path: path.key(entry.key))
    }

    func item(_ index: Int, _ node: YAMLNode) -> ManifestCursor {
        ManifestCursor(node: node, keyPosition: node.position, path: path.item(index))
    }
}

/// A value that was read, and where.
struct Located<Value: Sendable>: Sendable {
    let value: Value
    let cursor: ManifestCursor
}
