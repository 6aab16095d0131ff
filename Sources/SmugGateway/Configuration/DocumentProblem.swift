/// Something wrong at one place of a document.
struct DocumentProblem: Error, Hashable, Sendable {
    let position: TextPosition
    /// The value that is wrong; empty for the document as a whole.
    let path: ManifestPath
    let message: String
    let remedy: String

    init(
        at position: TextPosition, path: ManifestPath = .root, _ message: String, remedy: String
    ) {
        self.position = position
        self.path = path
        self.message = message
        self.remedy = remedy
    }
}
