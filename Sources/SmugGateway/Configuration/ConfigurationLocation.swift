package import SmugAWS
import SmugHTTP

/// Where a manifest is: what `--config` and the environment take.
package enum ConfigurationLocation: Hashable, Sendable, CustomStringConvertible {
    /// A path as the system takes it, absolute or from the working directory.
    case file(path: String)
    /// An object in S3.
    case object(S3Address)

    /// Reads a path, a `file://` URI (RFC 8089), or `s3://bucket/key`, whose key is taken as it is.
    package init(parsing text: String) throws(ConfigurationLocationError) {
        guard !text.isEmpty else { throw .empty }
        guard !text.utf8.contains(0) else { throw .malformed(text) }
        guard let (scheme, rest) = Self.scheme(of: text) else {
            self = .file(path: text)
            return
        }
        switch scheme {
        case "file": self = .file(path: try Self.path(ofFileURI: rest, text))
        case "s3":
            guard let address = S3Address(hierarchicalPart: rest) else { throw .notAnObject(text) }
            self = .object(address)
        default: throw .unknownScheme(scheme)
        }
    }

    /// The path, or the address of the object.
    package var description: String {
        switch self {
        case .file(let path): path
        case .object(let address): address.description
        }
    }

    /// The scheme in lower case and what follows `:`; `nil` for a path.
    private static func scheme(of text: String) -> (scheme: String, rest: Substring)? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = text[..<colon].lowercased()
        let rest = text[text.index(after: colon)...]
        guard scheme.utf8.first?.isLowerLetter == true,
            scheme.utf8.allSatisfy({
                $0.isLowerLetter || $0.isDigit || Array("+-.".utf8).contains($0)
            })
        else { return nil }
        guard rest.hasPrefix("//") || (scheme == "file" && rest.hasPrefix("/")) else { return nil }
        return (scheme, rest)
    }

    private static func path(
        ofFileURI rest: Substring, _ text: String
    ) throws(ConfigurationLocationError) -> String {
        var path = rest
        if path.hasPrefix("//") {
            path = path.dropFirst(2)
            let host = path.prefix { $0 != "/" }
            guard host.isEmpty || host.lowercased() == "localhost" else { throw .malformed(text) }
            path = path.dropFirst(host.count)
        }
        guard path.utf8.count > 1, !path.contains("?"), !path.contains("#"),
            let decoded = PercentEncoding.decode(Array(path.utf8)[...]), !decoded.contains(0),
            let result = String(validating: decoded, as: UTF8.self)
        else { throw .malformed(text) }
        return result
    }
}

/// Why a location cannot be used.
package enum ConfigurationLocationError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case malformed(String)
    case unknownScheme(String)
    case notAnObject(String)

    /// Two lines: what, and what to do.
    package var description: String {
        switch self {
        case .empty:
            "the location of the manifest is empty\n  \(Self.remedy)"
        case .malformed(let text):
            "\"\(text.excerpt)\" is not a location\n  \(Self.remedy)"
        case .notAnObject(let text):
            "\"\(text.excerpt)\" names no object in S3\n"
                + "  give s3://bucket/key, with a bucket of 3 characters or more and a key"
        case .unknownScheme(let scheme):
            "the scheme \"\(scheme.excerpt)\" is not known\n  \(Self.remedy)"
        }
    }

    private static let remedy = "give a path, a file:///absolute/path URI or s3://bucket/key"
}
