/// A place in a text file; both numbers start at 1 and columns count Unicode scalars.
package struct TextPosition: Hashable, Sendable, Comparable {
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    /// Takes both counted from 1.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The first character of a file.
    package static let start = TextPosition(line: 1, column: 1)

    /// By line, then by column.
    package static func < (left: TextPosition, right: TextPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
