/// One value of a YAML document and where it was written.
///
/// A value that stands for an alias keeps the place of its anchor.
struct YAMLNode: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file; a repeated key is kept only the first time.
        case mapping([YAMLEntry])
    }

    let content: Content
    let position: TextPosition

    init(_ content: Content, at position: TextPosition) {
        self.content = content
        self.position = position
    }
}

/// One key and its value in a mapping.
struct YAMLEntry: Hashable, Sendable {
    let key: String
    let keyPosition: TextPosition
    let value: YAMLNode

    init(key: String, keyPosition: TextPosition, value: YAMLNode) {
        self.key = key
        self.keyPosition = keyPosition
        self.value = value
    }
}
