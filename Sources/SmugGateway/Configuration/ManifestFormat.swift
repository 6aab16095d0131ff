/// How a value is read, and what it looks like.
///
/// Reading reports every problem it finds; it answers `nil` only if it reported one.
struct ManifestFormat<Value: Sendable>: Sendable {
    let shape: ManifestShape
    let read: @Sendable (ManifestCursor, inout ProblemList) -> Value?
}

/// Why a text is not what its key takes.
struct TextFault: Error, Hashable {
    /// The end of a sentence that starts with the key's path.
    let message: String
    let remedy: String

    init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }
}

extension ManifestFormat {
    /// Text that `parse` turns into the value; `pattern` is ``ManifestText/pattern``.
    static func text(
        _ kind: String, pattern: String?,
        _ parse: @escaping @Sendable (String) throws(TextFault) -> Value
    ) -> ManifestFormat {
        ManifestFormat(shape: .text(ManifestText(kind, pattern: pattern))) { cursor, problems in
            guard let text = plainText(cursor, &problems) else { return nil }
            do throws(TextFault) {
                return try parse(text)
            } catch {
                problems.add(cursor, error.message, remedy: error.remedy)
                return nil
            }
        }
    }

    private static func plainText(
        _ cursor: ManifestCursor, _ problems: inout ProblemList
    ) -> String? {
        guard case .scalar(let scalar) = cursor.node.content else {
            problems.add(cursor, isNot: "a text", remedy: "give one text")
            return nil
        }
        switch scalar.resolved {
        case .string(let text):
            return text
        case .null:
            problems.add(cursor, isNot: "a text", remedy: "give a value, or remove the key")
        case .boolean, .integer, .float:
            problems.add(
                cursor, isNot: "a text",
                remedy: "put it in quotes if it is meant: \"\(scalar.text.excerpt)\"")
        }
        return nil
    }

    /// One of a few words.
    static func choice(_ words: [(String, Value)]) -> ManifestFormat {
        let names = words.map(\.0)
        let inner = text("word", pattern: nil) { text throws(TextFault) in
            if let word = words.first(where: { $0.0 == text }) { return word.1 }
            let all = names.map { "`\($0)`" }.joined(separator: " or ")
            let nearest = NearestName.find(text, in: names)
            throw TextFault(
                "is \"\(text.excerpt)\", not \(all)",
                remedy: nearest.map { "did you mean `\($0)`?" } ?? "give \(all)")
        }
        return ManifestFormat(shape: .choice(names), read: inner.read)
    }

    /// Any of the two: `second` reads lists, `first` the rest.
    static func either(
        _ first: ManifestFormat, orList second: ManifestFormat
    ) -> ManifestFormat {
        ManifestFormat(shape: .either(first.shape, second.shape)) { cursor, problems in
            if case .sequence = cursor.node.content { return second.read(cursor, &problems) }
            return first.read(cursor, &problems)
        }
    }

    func map<Other>(
        _ transform: @escaping @Sendable (Value) -> Other
    ) -> ManifestFormat<Other> {
        ManifestFormat<Other>(shape: shape) { [read] cursor, problems in
            read(cursor, &problems).map(transform)
        }
    }
}

extension ManifestFormat where Value == String {
    /// Text with at least one character.
    static let text = text("text", pattern: ManifestText.some.pattern) {
        text throws(TextFault) in
        guard !text.isEmpty else { throw TextFault("is empty", remedy: "give a value") }
        return text
    }

    /// Text, or a number or boolean that is taken as it is written.
    static let looseText = ManifestFormat(shape: .text(.loose)) { cursor, problems in
        if case .scalar(let scalar) = cursor.node.content, scalar.resolved != .null {
            return scalar.text
        }
        problems.add(cursor, isNot: "a text", remedy: "give a text; \"\" for an empty one")
        return nil
    }
}

extension ManifestFormat where Value == Bool {
    /// `true` or `false`, also as text.
    static let boolean = ManifestFormat(shape: .boolean) { cursor, problems in
        if case .scalar(let scalar) = cursor.node.content {
            switch scalar.resolved {
            case .boolean(let value): return value
            case .string("true"): return true
            case .string("false"): return false
            default: break
            }
        }
        problems.add(cursor, isNot: "`true` or `false`", remedy: "give `true` or `false`")
        return nil
    }
}

extension ManifestFormat where Value == ManifestCursor {
    /// A value that is read later, with what other keys say.
    static func deferred(_ shape: ManifestShape) -> ManifestFormat {
        ManifestFormat(shape: shape) { cursor, _ in cursor }
    }
}
