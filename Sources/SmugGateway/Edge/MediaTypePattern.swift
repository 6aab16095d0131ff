/// Media types of one name, or of a family: `text/*`, `application/*+json`.
struct MediaTypePattern: Hashable, Sendable, CustomStringConvertible {
    /// What a type begins with; the whole of it where there is no star.
    private let prefix: [UInt8]
    /// What it ends with behind the star.
    private let suffix: [UInt8]?

    /// What texts look like that are one; ``ManifestText/pattern``.
    static let textPattern =
        #"^[A-Za-z0-9!#$&^_.+-]+/(\*|[A-Za-z0-9!#$&^_.+-]+|\*\+[A-Za-z0-9!#$&^_.+-]+)$"#

    /// Reads a type without parameters, of which the second half may be `*` or begin with `*+`.
    init(parsing text: String) throws(TextFault) {
        let halves = text.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, Self.isName(halves[0]) else { throw Self.fault(text) }
        if halves[1].first == "*" {
            let suffix = halves[1].dropFirst()
            guard suffix.isEmpty || (suffix.first == "+" && Self.isName(suffix.dropFirst())) else {
                throw Self.fault(text)
            }
            prefix = Array((halves[0] + "/").utf8)
            self.suffix = Array(suffix.utf8)
        } else {
            guard Self.isName(halves[1]) else { throw Self.fault(text) }
            prefix = Array(text.lowercased().utf8)
            suffix = nil
        }
    }

    /// As a manifest has it, in lower case.
    var description: String {
        String(decoding: prefix + (suffix.map { [UInt8(ascii: "*")] + $0 } ?? []), as: UTF8.self)
    }

    /// Whether the pattern has the type that a `Content-Type` says.
    func matches(_ contentType: ArraySlice<UInt8>) -> Bool {
        var type = contentType.prefix { $0 != UInt8(ascii: ";") }
        while let last = type.last, last == 0x20 || last == 0x09 { type.removeLast() }
        guard let suffix else { return Self.areEqual(type, prefix) }
        return type.count > prefix.count + suffix.count
            && Self.areEqual(type.prefix(prefix.count), prefix)
            && Self.areEqual(type.suffix(suffix.count), suffix)
    }

    private static func areEqual(_ text: ArraySlice<UInt8>, _ lower: [UInt8]) -> Bool {
        text.count == lower.count
            && zip(text, lower).allSatisfy { ($0 &- 0x41 < 26 ? $0 | 0x20 : $0) == $1 }
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte &- 0x61 < 26 || byte.isDigit || "!#$&^_.+-".utf8.contains(byte)
            }
    }

    private static func fault(_ text: String) -> TextFault {
        TextFault(
            "is \"\(text.excerpt)\", which is no media type",
            remedy: "give a type such as `application/json`, `text/*` or `application/*+json`")
    }
}
