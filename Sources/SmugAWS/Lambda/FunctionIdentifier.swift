internal import SmugHTTP

/// A function, in any of the forms that the Invoke API takes.
///
/// `name`, `123456789012:function:name` and `arn:aws:lambda:eu-west-1:123456789012:function:name`,
/// each with or without `:version` or `:alias` at the end.
package struct FunctionIdentifier: Sendable, CustomStringConvertible {
    private static let maxNameBytes = 64
    private static let maxQualifierBytes = 128

    /// Together, for every call of Lambda copies an identifier.
    private final class Parts: Sendable {
        let text: String
        /// The text's, for what is kept by function and looked up at every call.
        let hash: Int
        let name: String
        let qualifier: String?
        let account: String?
        let region: String?
        let partition: String?

        init(
            _ text: String, name: Substring, qualifier: Substring?, account: Substring?,
            region: Substring?, partition: Substring?
        ) {
            self.text = text
            hash = text.hashValue
            self.name = String(name)
            self.qualifier = qualifier.map { String($0) }
            self.account = account.map { String($0) }
            self.region = region.map { String($0) }
            self.partition = partition.map { String($0) }
        }
    }

    private let parts: Parts

    /// As it was given; this is what the Invoke API gets.
    package var description: String { parts.text }
    /// The name alone.
    package var name: String { parts.name }
    /// Version number, alias or `$LATEST`; nil when the identifier names none.
    package var qualifier: String? { parts.qualifier }
    /// Twelve digits; nil means the account of the credentials.
    package var account: String? { parts.account }
    /// Only an ARN has one.
    package var region: String? { parts.region }
    /// Such as `aws-cn`; only an ARN has one.
    package var partition: String? { parts.partition }

    /// Checks form and characters; whether there is such a function, Lambda knows.
    package init(_ text: String) throws(FunctionIdentifierError) {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)[...]
        var partition: Substring?
        var region: Substring?
        var account: Substring?
        if parts.first == "arn", parts.count > 2 {
            guard parts.count == 7 || parts.count == 8 else { throw .init(.arn, text) }
            partition = parts[1]
            region = parts[3]
            guard parts[2] == "lambda", parts[5] == "function", Self.isPartition(parts[1]),
                RegionLookup.isValid(String(parts[3]))
            else { throw .init(.arn, text) }
            parts = parts.dropFirst(4)
        }
        if parts.count >= 3 {
            guard parts[parts.startIndex + 1] == "function", parts.count <= 4 else {
                throw .init(.form, text)
            }
            account = parts.first
            guard let account, account.utf8.count == 12,
                account.utf8.allSatisfy(ASCIIByte.isDigit)
            else { throw .init(.account, text) }
            parts = parts.dropFirst(2)
        }
        guard let name = parts.first, Self.isName(name) else { throw .init(.name, text) }
        let qualifier = parts.dropFirst().first
        guard qualifier.map(Self.isQualifier) ?? true else { throw .init(.qualifier, text) }
        self.parts = Parts(
            text, name: name, qualifier: qualifier, account: account, region: region,
            partition: partition)
    }

    /// The path of Invoke, with the identifier as one encoded segment.
    package var invokePath: String { "/2015-03-31/functions/\(encoded)/invocations" }

    /// The path of InvokeWithResponseStream.
    package var streamingInvokePath: String {
        "/2021-11-15/functions/\(encoded)/response-streaming-invocations"
    }

    private var encoded: String { PercentEncoding.encode(description, keeping: .unreserved) }

    private static func isPartition(_ text: Substring) -> Bool {
        text.hasPrefix("aws")
            && text.utf8.allSatisfy { ASCIIByte.isLowercase($0) || $0 == UInt8(ascii: "-") }
    }

    /// A name of nothing but dots would be a step in the path.
    private static func isName(_ text: Substring) -> Bool {
        (1...maxNameBytes).contains(text.utf8.count) && !text.allSatisfy { $0 == "." }
            && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") }
    }

    private static func isQualifier(_ text: Substring) -> Bool {
        text == "$LATEST" || text == "$LATEST.PUBLISHED"
            || (1...maxQualifierBytes).contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        ASCIIByte.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

extension FunctionIdentifier: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.parts === right.parts || left.description == right.description
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(parts.hash) }
}
