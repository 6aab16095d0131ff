extension YAMLNode {
    /// The value in a few words, for a message.
    var summary: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: "empty"
            case .boolean(let value): "the boolean \(value)"
            case .integer, .float: "the number \(scalar.text.excerpt)"
            case .string(let text): "the text \"\(text.excerpt)\""
            }
        }
    }
}

extension String {
    /// At most 60 characters of the text, without control characters, for a message.
    var excerpt: String {
        let start = String(unicodeScalars.prefix(60)).printable
        return unicodeScalars.count > 60 ? start + "…" : start
    }

    /// The text without control characters, which a terminal would obey.
    var printable: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
