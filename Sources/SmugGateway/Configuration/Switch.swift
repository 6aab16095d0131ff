/// What is either on or off.
enum Switch: String, Sendable {
    case on, off

    /// Also takes `true` and `false`, which YAML before version 1.2 makes of the two words.
    static let format: ManifestFormat<Switch> = {
        let words = ManifestFormat<Switch>.choice([("on", .on), ("off", .off)])
        return ManifestFormat(shape: .onOff) { cursor, list in
            if case .scalar(let scalar) = cursor.node.content,
                case .boolean(let value) = scalar.resolved
            {
                return value ? .on : .off
            }
            return words.read(cursor, &list)
        }
    }()
}
