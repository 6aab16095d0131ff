import SmugHTTP

/// The forms that values have.
extension TraceVariables {
    func isTrue(_ variable: String) throws(TraceSettingsError) -> Bool {
        switch variables[variable]?.lowercased() {
        case nil, "false": return false
        case "true": return true
        case let other?: throw .init(variable, "is '\(other)'", "set it to true or false")
        }
    }

    /// `name=value` with commas between them, and values percent-encoded.
    static func pairs(
        _ text: String, of variable: String
    ) throws(TraceSettingsError) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for item in text.split(separator: ",") {
            let item = trimmed(item)
            if item.isEmpty { continue }
            guard let equals = item.firstIndex(of: "="),
                case let name = trimmed(item[..<equals]), !name.isEmpty,
                case let value = trimmed(item[item.index(after: equals)...]),
                let decoded = PercentEncoding.decode(Array(value.utf8)[...])
            else {
                throw .init(
                    variable, "is no list of pairs",
                    "as in name=value,other=value, with %2C for a comma in a value")
            }
            pairs.append((String(name), String(decoding: decoded, as: UTF8.self)))
        }
        return pairs
    }

    static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }

    func milliseconds(
        _ found: (variable: String, value: String)?, or other: Duration
    ) throws(TraceSettingsError) -> Duration {
        guard let (variable, _) = found else { return other }
        return try integer(variable, in: 1...3_600_000).map { .milliseconds($0) } ?? other
    }

    func integer(
        _ variable: String, in range: ClosedRange<Int>
    ) throws(TraceSettingsError) -> Int? {
        guard let text = variables[variable] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .init(
                variable, "is '\(text)'",
                "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The first of these that is set.
    func first(_ names: String...) -> (variable: String, value: String)? {
        for name in names {
            if let value = variables[name] { return (name, value) }
        }
        return nil
    }
}
