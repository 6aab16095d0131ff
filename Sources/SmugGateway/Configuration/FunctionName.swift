/// Checks the names by which the Invoke API knows a function.
enum FunctionName {
    /// Says what is wrong with the name of a function, or nothing.
    typealias Check = @Sendable (String) throws(TextFault) -> Void

    private static let remedy =
        "give a name, `name:alias`, `account:function:name`, or an ARN of a function"

    /// Takes a name, a partial ARN or an ARN, each perhaps with a version or an alias.
    static func check(_ text: String) throws(TextFault) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isValid =
            switch parts.first {
            case "arn"?: isARN(parts)
            case let first? where isAccount(first) && parts.count > 2:
                parts[1] == "function" && isNameAndQualifier(parts[2...])
            default: isNameAndQualifier(parts[...])
            }
        guard isValid else {
            throw TextFault(
                "is \"\(text.excerpt)\", which does not name a function", remedy: remedy)
        }
    }

    /// Takes a bare name only.
    static func checkBare(_ text: String) throws(TextFault) {
        guard isName(text[...]) else {
            throw TextFault(
                "does not name a function",
                remedy: "use at most 64 letters, digits, `-` and `_`, without ARN and alias")
        }
    }

    /// The bare name within any form that `check` takes.
    static func bare(_ text: String) -> String {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let index = parts.firstIndex(of: "function"), index + 1 < parts.count, index > 0
        else { return parts.first.map(String.init) ?? text }
        return String(parts[index + 1])
    }

    static func isRegion(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLowerLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
            && text.utf8.first?.isLowerLetter == true && text.utf8.last != UInt8(ascii: "-")
    }

    private static func isARN(_ parts: [Substring]) -> Bool {
        parts.count >= 7 && isPartition(parts[1]) && parts[2] == "lambda" && isRegion(parts[3])
            && isAccount(parts[4]) && parts[5] == "function" && isNameAndQualifier(parts[6...])
    }

    private static func isPartition(_ text: Substring) -> Bool {
        text.hasPrefix("aws")
            && text.utf8.allSatisfy { $0.isLowerLetter || $0 == UInt8(ascii: "-") }
    }

    private static func isAccount(_ text: Substring) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy(\.isDigit)
    }

    private static func isNameAndQualifier(_ parts: ArraySlice<Substring>) -> Bool {
        guard let name = parts.first, isName(name), parts.count <= 2 else { return false }
        return parts.dropFirst().allSatisfy { $0 == "$LATEST" || isWord($0, upTo: 128) }
    }

    private static func isName(_ text: Substring) -> Bool { isWord(text, upTo: 64) }

    private static func isWord(_ text: Substring, upTo limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                $0.isLowerLetter || ($0 | 0x20).isLowerLetter || $0.isDigit
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }
}

extension UInt8 {
    var isLowerLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
