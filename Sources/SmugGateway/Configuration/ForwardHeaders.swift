/// Which request headers go to the function.
package struct ForwardHeaders: Hashable, Sendable {
    /// In lower case; empty means all.
    package let allow: [String]
    /// In lower case; holds against `allow`.
    package let deny: [String]

    private let allowBytes: [[UInt8]]
    private let denyBytes: [[UInt8]]

    /// Takes names in lower case.
    package init(allow: [String] = [], deny: [String] = []) {
        self.allow = allow
        self.deny = deny
        allowBytes = allow.map { Array($0.utf8) }
        denyBytes = deny.map { Array($0.utf8) }
    }

    /// Whether nothing is held back, so that nobody needs to ask.
    package var isUnrestricted: Bool { allow.isEmpty && deny.isEmpty }

    /// Whether the header goes to the function; the name is in lower case.
    package func forwards(_ name: ArraySlice<UInt8>) -> Bool {
        if denyBytes.contains(where: { $0.elementsEqual(name) }) { return false }
        return allowBytes.isEmpty || allowBytes.contains { $0.elementsEqual(name) }
    }
}

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
