import SmugHTTP

/// The path of a route, such as `/orders/{id}` or `/files/{rest+}`.
///
/// Each segment is literal or a parameter as a whole. Literal segments are compared
/// percent-decoded and byte for byte; nothing is normalised, so empty segments, a trailing slash,
/// `.` and `..` are segments like others.
package struct PathTemplate: Hashable, Sendable {
    /// What one segment of a path must be.
    package enum Segment: Hashable, Sendable {
        /// Percent-decoded.
        case literal([UInt8])
        /// One segment with at least one byte.
        case parameter
        /// The rest of the path with at least one byte, slashes included; always last.
        case greedy
    }

    /// As it is written in the manifest.
    package let text: String
    /// At least one: `/` is one empty literal.
    package let segments: [Segment]
    /// In the order of the path, each once.
    package let parameterNames: [String]

    /// More segments than this are refused.
    package static let maxSegments = 64

    /// Reads a template; braces, escapes and names must be right.
    package init(parsing text: String) throws(PathTemplateError) {
        guard text.utf8.first == UInt8(ascii: "/") else { throw .noLeadingSlash(text) }
        if let bad = text.unicodeScalars.first(where: Self.isForbidden) { throw .character(bad) }
        let parts = Array(text.utf8).dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count <= Self.maxSegments else { throw .tooManySegments }
        var segments: [Segment] = []
        var names: [String] = []
        for (index, part) in parts.enumerated() {
            guard part.contains(where: Self.isBrace) else {
                guard let literal = PercentEncoding.decode(part) else {
                    throw .malformedEscape(String(decoding: part, as: UTF8.self))
                }
                segments.append(.literal(literal))
                continue
            }
            let (name, isGreedy) = try Self.parameter(part)
            guard !names.contains(name) else { throw .repeatedName(name) }
            guard !isGreedy || index == parts.count - 1 else { throw .greedyNotLast(name) }
            names.append(name)
            segments.append(isGreedy ? .greedy : .parameter)
        }
        self.text = text
        self.segments = segments
        parameterNames = names
    }

    private static func parameter(
        _ part: ArraySlice<UInt8>
    ) throws(PathTemplateError) -> (name: String, isGreedy: Bool) {
        let inner = part.dropFirst().dropLast()
        guard part.count >= 2, part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}"),
            !inner.contains(where: isBrace)
        else { throw .partialSegment(String(decoding: part, as: UTF8.self)) }
        let isGreedy = inner.last == UInt8(ascii: "+")
        let name = isGreedy ? inner.dropLast() : inner
        guard let first = name.first, isLetter(first) || first == UInt8(ascii: "_"),
            name.allSatisfy({ isLetter($0) || $0.isDigit || [0x5F, 0x2E, 0x2D].contains($0) })
        else { throw .parameterName(String(decoding: name, as: UTF8.self)) }
        return (String(decoding: name, as: UTF8.self), isGreedy)
    }

    private static func isBrace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20).isLowerLetter }

    /// What cannot stand in the path of a request, and is no brace.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.value == 0x7F || scalar == "?" || scalar == "#"
    }
}
