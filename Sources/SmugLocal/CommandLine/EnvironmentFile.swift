internal import SmugLoop

/// Reads variables from a file: `NAME=VALUE`, a line each.
///
/// Empty lines and those that begin with `#` are passed over, and `export` may stand before a name.
/// A value is taken as it stands, without blanks at its ends; one that begins with a quote is read
/// as a shell reads it, without expansions.
package enum EnvironmentFile {
    /// What is wrong with a line.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// From 1.
        package let line: Int
        /// The end of a sentence about the line.
        package let reason: String

        package var description: String { "line \(line) \(reason)" }
    }

    /// The variables; of two with one name the later counts.
    package static func parse(_ bytes: [UInt8]) throws(Fault) -> [String: String] {
        let text = String(decoding: bytes, as: UTF8.self)
        var variables: [String: String] = [:]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            guard let (name, value) = try variable(line, number: index + 1) else { continue }
            variables[name] = value
        }
        return variables
    }

    private static func variable(_ line: Substring, number: Int) throws(Fault)
        -> (String, String)?
    {
        var line = trimmed(line)
        guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
        if line.hasPrefix("export ") { line = trimmed(line.dropFirst(7)) }
        guard let equals = line.firstIndex(of: "=") else {
            throw Fault(line: number, reason: "is not NAME=VALUE")
        }
        let name = String(line[..<equals])
        guard isName(name) else {
            throw Fault(
                line: number, reason: "has a name that is not letters, digits and underscores")
        }
        let value = trimmed(line[line.index(after: equals)...])
        guard !value.utf8.contains(0) else {
            throw Fault(line: number, reason: "holds a NUL character")
        }
        guard value.hasPrefix("'") || value.hasPrefix("\"") else { return (name, String(value)) }
        let words: [String]
        do throws(CommandWords.Fault) {
            words = try CommandWords.split(String(value))
        } catch {
            throw Fault(line: number, reason: "\(error)")
        }
        guard words.count == 1 else {
            throw Fault(line: number, reason: "has more than one word after its value")
        }
        return (name, words[0])
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...end]
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
