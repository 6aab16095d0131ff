/// Which header fields of a request a function gets to see.
///
/// With an allow list only its names pass; a name on the deny list never does. Case does not
/// matter. Hop-by-hop fields are dropped whatever stands here.
package struct ForwardHeaders: Hashable, Sendable {
    /// Names in lower case, laid out so that a miss costs one bit test.
    private struct Names: Hashable, Sendable {
        private(set) var names: [[UInt8]] = []
        private var signatures: UInt64 = 0

        init(_ names: [String]) {
            for name in names {
                let name = name.utf8.map(\.lowercased)
                signatures |= NameSignature(name.span).bit
                self.names.append(name)
            }
        }

        var isEmpty: Bool { names.isEmpty }

        func contains(_ name: Span<UInt8>) -> Bool {
            guard signatures & NameSignature(name).bit != 0 else { return false }
            for candidate in names where candidate.span.holds(name) { return true }
            return false
        }
    }

    /// Forwards every field.
    package static let all = ForwardHeaders(allow: [], deny: [])

    private let allow: Names
    private let deny: Names

    /// The allow list, in lower case.
    package var allowedNames: [String] { allow.names.map { String(decoding: $0, as: UTF8.self) } }
    /// The deny list, in lower case.
    package var deniedNames: [String] { deny.names.map { String(decoding: $0, as: UTF8.self) } }

    /// Takes names in any case; an empty allow list allows all.
    package init(allow: [String], deny: [String]) {
        self.allow = Names(allow)
        self.deny = Names(deny)
    }

    /// Whether a field of this name, in lower case, passes.
    @inline(__always)
    package func forwards(_ name: Span<UInt8>) -> Bool {
        (allow.isEmpty || allow.contains(name)) && (deny.isEmpty || !deny.contains(name))
    }

    /// Whether the allow list has this name, in lower case.
    func allowsByName(_ name: Span<UInt8>) -> Bool { allow.contains(name) }

    /// Whether the deny list has this name, in lower case.
    func denies(_ name: Span<UInt8>) -> Bool { deny.contains(name) }
}
