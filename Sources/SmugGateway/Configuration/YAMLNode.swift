/// One value of a YAML document and where it was written.
///
/// A value that stands for an alias keeps the place of its anchor.
package struct YAMLNode: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file; a repeated key is kept only the first time.
        case mapping([YAMLEntry])
    }

    package let content: Content
    package let position: TextPosition

    package init(_ content: Content, at position: TextPosition) {
        self.content = content
        self.position = position
    }
}

/// One key and its value in a mapping.
package struct YAMLEntry: Hashable, Sendable {
    package let key: String
    package let keyPosition: TextPosition
    package let value: YAMLNode

    package init(key: String, keyPosition: TextPosition, value: YAMLNode) {
        self.key = key
        self.keyPosition = keyPosition
        self.value = value
    }
}
