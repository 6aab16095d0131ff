/// Why bytes are not a document that `XMLReader` takes.
package struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rule that is broken.
    package enum Code: Sendable {
        case notUTF8, unexpectedEnd, malformedMarkup, malformedReference, mismatchedTag
        case textOutsideRoot, severalRoots, documentType, tooDeep, tooManyElements
    }

    package let code: Code
    /// Into the document's bytes.
    package let offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    package var description: String { "\(code) at byte \(offset)" }
}
