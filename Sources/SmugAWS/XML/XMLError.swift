/// Why bytes are not a document that `XMLReader` takes.
struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    enum Code: Sendable {
        case notUTF8, unexpectedEnd, malformedMarkup, malformedReference, mismatchedTag
        case textOutsideRoot, severalRoots, documentType, tooDeep, tooManyElements
    }

    let code: Code
    /// Into the document's bytes.
    let offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    var description: String { "\(code) at byte \(offset)" }
}
