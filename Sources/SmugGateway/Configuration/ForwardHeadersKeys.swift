import SmugProtocol

/// The keys of `ForwardHeaders`.
enum ForwardHeadersKeys {
    static let allow = ManifestKey<[Located<String>]>.optional(
        "Allow", .list(of: FieldName.format),
        "Only these headers go to functions; without it all do. Case does not matter.")
    static let deny = ManifestKey<[Located<String>]>.optional(
        "Deny", .list(of: FieldName.format),
        "These headers never go to functions, not even when allowed.")

    static let section = ManifestSectionDeclaration(
        "ForwardHeaders", [allow.declaration, deny.declaration])

    static let format = ManifestFormat<ForwardHeaders>(shape: .section(section)) { cursor, list in
        guard let read = ManifestSection(cursor, section, &list) else { return nil }
        let allowed = read.value(allow, &list) ?? []
        let denied = read.value(deny, &list) ?? []
        return ForwardHeaders(allow: allowed.map(\.value), deny: denied.map(\.value))
    }
}
