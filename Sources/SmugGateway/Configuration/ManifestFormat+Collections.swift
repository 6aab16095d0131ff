extension ManifestFormat {
    /// A list; items that are wrong are reported and left out.
    static func list<Item>(
        of item: ManifestFormat<Item>
    ) -> ManifestFormat where Value == [Located<Item>] {
        ManifestFormat(shape: .list(item.shape)) { cursor, problems in
            guard case .sequence(let nodes) = cursor.node.content else {
                problems.add(
                    cursor, isNot: "a list", remedy: "write each item on its line after `- `")
                return nil
            }
            return nodes.enumerated().compactMap { index, node in
                let cursor = cursor.item(index, node)
                return item.read(cursor, &problems).map { Located(value: $0, cursor: cursor) }
            }
        }
    }

    /// A mapping with free keys, which `checkKey` may refuse.
    static func map<Item>(
        keys: ManifestText, of item: ManifestFormat<Item>,
        _ checkKey: @escaping @Sendable (String) throws(TextFault) -> Void
    ) -> ManifestFormat where Value == [(key: String, value: Item)] {
        ManifestFormat(shape: .map(key: keys, item.shape)) { cursor, problems in
            guard case .mapping(let entries) = cursor.node.content else {
                problems.add(
                    cursor, isNot: "a mapping", remedy: "write each as `\(keys.name): value`")
                return nil
            }
            return entries.compactMap { entry in
                let cursor = cursor.child(entry)
                do throws(TextFault) {
                    try checkKey(entry.key)
                } catch {
                    problems.add(key: cursor, error.message, remedy: error.remedy)
                    return nil
                }
                return item.read(cursor, &problems).map { (entry.key, $0) }
            }
        }
    }
}
