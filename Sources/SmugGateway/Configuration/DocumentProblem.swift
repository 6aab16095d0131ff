/// Something wrong at one place of a document.
package struct DocumentProblem: Error, Hashable, Sendable {
    package let position: TextPosition
    /// The value that is wrong; empty for the document as a whole.
    package let path: ManifestPath
    package let message: String
    package let remedy: String

    package init(
        at position: TextPosition, path: ManifestPath = .root, _ message: String, remedy: String
    ) {
        self.position = position
        self.path = path
        self.message = message
        self.remedy = remedy
    }
}
