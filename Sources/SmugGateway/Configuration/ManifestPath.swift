/// The way from the top of a manifest to one of its values, such as
/// `Spec.paths./hello.get.x-smug.key[0]`.
package struct ManifestPath: Hashable, Sendable, CustomStringConvertible {
    /// Keys with dots between them, places in lists in brackets; empty for the top.
    package let description: String

    /// The top.
    package static let root = ManifestPath(description: "")

    /// The way to a key of this value.
    package func key(_ name: String) -> ManifestPath {
        ManifestPath(description: description.isEmpty ? name : "\(description).\(name)")
    }

    /// The way to an item of this list, counted from 0.
    package func item(_ index: Int) -> ManifestPath {
        ManifestPath(description: "\(description)[\(index)]")
    }
}
