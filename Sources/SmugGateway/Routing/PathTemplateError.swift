/// Why a path is not a template.
package enum PathTemplateError: Error, Hashable, Sendable {
    case noLeadingSlash(String)
    case character(Unicode.Scalar)
    case malformedEscape(String)
    case partialSegment(String)
    case parameterName(String)
    case repeatedName(String)
    case greedyNotLast(String)
    case tooManySegments

    /// What is wrong, as the end of a sentence.
    package var message: String {
        switch self {
        case .noLeadingSlash: "does not start with a slash"
        case .character(let scalar):
            scalar.value > 0x20 && scalar.value != 0x7F
                ? "holds `\(scalar)`, which ends a path"
                : "holds white space or a control character"
        case .malformedEscape(let segment):
            "has a `%` without two hexadecimal digits in \"\(segment.excerpt)\""
        case .partialSegment(let segment):
            "has braces around a part of the segment \"\(segment.excerpt)\""
        case .parameterName(let name): "has the parameter \"\(name.excerpt)\", which is not a name"
        case .repeatedName(let name): "has the parameter `\(name)` twice"
        case .greedyNotLast(let name): "has `{\(name)+}` before its end"
        case .tooManySegments: "has more than \(PathTemplate.maxSegments) segments"
        }
    }

    /// What to do, as an order.
    package var remedy: String {
        switch self {
        case .noLeadingSlash(let text): "write `/\(text.excerpt)`"
        case .character: "percent-encode the character, or remove it"
        case .malformedEscape: "write `%25` for a percent sign"
        case .partialSegment: "make the whole segment a parameter: `/{name}/`"
        case .parameterName:
            "start with a letter or `_`, and go on with letters, digits, `_`, `.` or `-`"
        case .repeatedName: "give each parameter its own name"
        case .greedyNotLast(let name): "write `{\(name)}` for one segment, or end the path there"
        case .tooManySegments: "shorten the path"
        }
    }
}
