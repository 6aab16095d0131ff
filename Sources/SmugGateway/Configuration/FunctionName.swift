import SmugAWS

/// Checks the names by which the Invoke API knows a function.
enum FunctionName {
    /// Says what is wrong with the name of a function, or nothing.
    typealias Check = @Sendable (String) throws(TextFault) -> Void

    private static let remedy =
        "give a name, `name:alias`, `account:function:name`, or an ARN of a function"

    /// Takes a name, a partial ARN or an ARN, each perhaps with a version or an alias.
    static func check(_ text: String) throws(TextFault) {
        guard (try? FunctionIdentifier(text)) != nil else {
            throw TextFault(
                "is \"\(text.excerpt)\", which does not name a function", remedy: remedy)
        }
    }

    /// Takes a bare name only.
    static func checkBare(_ text: String) throws(TextFault) {
        let identifier = try? FunctionIdentifier(text)
        guard let identifier, identifier.name == text else {
            throw TextFault(
                "does not name a function",
                remedy: "use at most 64 letters, digits, `-` and `_`, without ARN and alias")
        }
    }

    /// The bare name within any form that `check` takes.
    static func bare(_ text: String) -> String {
        (try? FunctionIdentifier(text))?.name ?? text
    }
}

extension UInt8 {
    var isLowerLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
