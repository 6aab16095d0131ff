/// The way from the top of a manifest to one of its values, such as
/// `Spec.paths./hello.get.x-smug.key[0]`.
package struct ManifestPath: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package static let root = ManifestPath(description: "")

    package func key(_ name: String) -> ManifestPath {
        ManifestPath(description: description.isEmpty ? name : "\(description).\(name)")
    }

    package func item(_ index: Int) -> ManifestPath {
        ManifestPath(description: "\(description)[\(index)]")
    }
}
