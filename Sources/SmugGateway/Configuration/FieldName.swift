/// Reads names of header fields (RFC 9110, section 5.1).
enum FieldName {
    /// The name in lower case.
    static func parse(_ text: String) throws(TextFault) -> String {
        guard !text.isEmpty else {
            throw TextFault("has an empty header name", remedy: "give the name of a header")
        }
        guard text.utf8.allSatisfy(isTokenByte) else {
            throw TextFault(
                "has \"\(text.excerpt)\", which no header can be named",
                remedy: "use letters, digits and `-` only")
        }
        return text.lowercased()
    }

    static let format = ManifestFormat<String>.text(
        "header name", pattern: "^\(namePattern)$"
    ) { text throws(TextFault) in try parse(text) }

    /// Of a regular expression.
    static let namePattern = "[A-Za-z0-9!#$%&'*+.^_`|~-]+"

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: Array("!#$%&'*+-.^_`|~".utf8).contains(byte)
        }
    }
}
