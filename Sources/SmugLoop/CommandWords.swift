/// Splits a command line into words as a shell does, but expands nothing.
///
/// Quotes hold words together and a backslash takes the next character as it is (POSIX.1-2024,
/// XCU section 2.2). `$`, `~`, `*`, `|`, `>` and `;` mean nothing here.
package struct CommandWords {
    /// Why a text has no words; `description` is the end of a sentence about the text.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case openQuote(Character)
        case trailingBackslash

        package var description: String {
            switch self {
            case .openQuote(let mark): "has a \(mark) that is never closed"
            case .trailingBackslash: "ends in a backslash"
            }
        }
    }

    private enum Quote { case none, single, double }

    private var words: [String] = []
    private var word: String?
    private var quote = Quote.none
    private var isEscaped = false

    /// The words; none where there is nothing but blanks.
    package static func split(_ text: String) throws(Fault) -> [String] {
        var splitter = CommandWords()
        for scalar in text.unicodeScalars { splitter.take(scalar) }
        return try splitter.finish()
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        if isEscaped {
            isEscaped = false
            // Between double quotes a backslash is itself before all but these.
            if quote == .double, !"\"\\$`\n".unicodeScalars.contains(scalar) { append("\\") }
            if scalar != "\n" { append(scalar) }
            return
        }
        switch (quote, scalar) {
        case (.none, "\\"), (.double, "\\"): isEscaped = true
        case (.none, "'"): open(.single)
        case (.none, "\""): open(.double)
        case (.single, "'"), (.double, "\""): quote = .none
        case (.none, " "), (.none, "\t"), (.none, "\n"), (.none, "\r"): endWord()
        default: append(scalar)
        }
    }

    private mutating func finish() throws(Fault) -> [String] {
        switch quote {
        case .single: throw .openQuote("'")
        case .double: throw .openQuote("\"")
        case .none: break
        }
        if isEscaped { throw .trailingBackslash }
        endWord()
        return words
    }

    private mutating func open(_ mark: Quote) {
        quote = mark
        word = word ?? ""
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        var text = word ?? ""
        text.unicodeScalars.append(scalar)
        word = text
    }

    private mutating func endWord() {
        if let word { words.append(word) }
        word = nil
    }
}
