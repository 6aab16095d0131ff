/// Splits a command into words as a shell does, but expands nothing.
///
/// Single and double quotes hold words together, and a backslash takes the next character as it
/// is (POSIX.1-2024, XCU section 2.2). `$`, `~`, `*`, `|`, `>` and `;` mean nothing here.
struct ShellWords {
    private enum Quote { case none, single, double }

    private var words: [String] = []
    private var word: String?
    private var quote = Quote.none
    private var isEscaped = false

    static func split(_ text: String) throws(TextFault) -> [String] {
        var splitter = ShellWords()
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

    private mutating func finish() throws(TextFault) -> [String] {
        guard quote == .none else {
            let mark = quote == .single ? "'" : "\""
            throw TextFault("has a \(mark) that is never closed", remedy: "close the quote")
        }
        guard !isEscaped else {
            throw TextFault("ends in a backslash", remedy: "remove it, or write it twice")
        }
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
