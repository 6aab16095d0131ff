/// A part of a request that must be equal for requests to share a batch.
package enum KeyDimension: Hashable, Sendable, CustomStringConvertible {
    /// The value of a header; the name is in lower case.
    case header(String)
    /// The value of a query parameter; the name as it is written, decoded.
    case query(String)

    /// As it stands in a manifest.
    package var description: String {
        switch self {
        case .header(let name): "header:\(name)"
        case .query(let name): "query:\(name)"
        }
    }

    /// In lower case; `nil` of another dimension.
    var headerName: String? {
        if case .header(let name) = self { name } else { nil }
    }

    /// What every batch key holds anyway.
    private static let implied = ["method", "route", "lambda", "target_lambda", "target-lambda"]

    /// `nil` for a dimension that every batch key holds anyway.
    static func parse(_ text: String) throws(TextFault) -> KeyDimension? {
        if implied.contains(text) { return nil }
        if text.hasPrefix("header:") {
            return .header(try FieldName.parse(String(text.dropFirst("header:".count))))
        }
        if text.hasPrefix("query:") {
            let name = String(text.dropFirst("query:".count))
            guard !name.isEmpty else {
                throw TextFault(
                    "has an empty query name", remedy: "give the name of a query parameter")
            }
            return .query(name)
        }
        throw TextFault(
            "is \"\(text.excerpt)\", which is not part of a request",
            remedy: "give `header:<name>` or `query:<name>`")
    }

    static let format = ManifestFormat<KeyDimension?>(shape: text.shape) { cursor, list in
        if case .mapping(let entries) = cursor.node.content, entries.count == 1,
            let entry = entries.first, case .scalar(let scalar) = entry.value.content
        {
            list.add(
                cursor, isNot: "a text",
                remedy: "write `\(entry.key):\(scalar.text)`, without the space")
            return nil
        }
        return text.read(cursor, &list)
    }

    static let tenantFormat = ManifestFormat<Located<KeyDimension>>(
        shape: .text(
            ManifestText(
                "dimension", pattern: "^(header:\(FieldName.namePattern)|query:.+)$"))
    ) {
        cursor, list in
        guard let dimension = format.read(cursor, &list) else { return nil }
        guard let dimension else {
            list.add(
                cursor, "is what all requests of the route share, which tells no tenants apart",
                remedy: "give `header:<name>` or `query:<name>`")
            return nil
        }
        return Located(value: dimension, cursor: cursor)
    }

    private static let text = ManifestFormat<KeyDimension?>.text(
        "dimension",
        pattern: "^(header:\(FieldName.namePattern)|query:.+|\(implied.joined(separator: "|")))$"
    ) { text throws(TextFault) in try parse(text) }
}
