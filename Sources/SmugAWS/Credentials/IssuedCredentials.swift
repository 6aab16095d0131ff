internal import SmugJSON

/// Credentials as AWS's own places and credential processes write them, in JSON.
struct IssuedCredentials {
    private static let accessKeyName = "AccessKeyId"
    private static let secretName = "SecretAccessKey"

    private let members: JSONValue
    /// Where they come from, for errors.
    private let place: String

    /// - Throws: a message without any of the bytes: they may be secrets.
    init(parsing bytes: [UInt8], from place: String) throws(CredentialsError) {
        guard let value = try? JSONValue(parsing: bytes), value.object != nil else {
            throw CredentialsError(.malformed, "\(place) did not answer with a JSON object")
        }
        members = value
        self.place = place
    }

    subscript(name: String) -> JSONValue? { members[name] }

    /// - Parameters:
    ///   - tokenName: what the place calls the session token.
    ///   - outlivesExpiration: whether AWS takes them for longer than they say.
    func credentials(
        tokenName: String, outlivesExpiration: Bool = false
    ) throws(CredentialsError) -> Credentials {
        guard let key = text(Self.accessKeyName), let secret = text(Self.secretName) else {
            throw CredentialsError(
                .incomplete,
                "\(place) answered without \(Self.accessKeyName) or \(Self.secretName)")
        }
        let checked = try CredentialValues(key: key, secret: secret, token: text(tokenName))
            .credentials(
                names: (Self.accessKeyName, Self.secretName, tokenName),
                place: "the answer of \(place)")
        return Credentials(
            accessKeyID: checked.accessKeyID, secretAccessKey: checked.secretAccessKey,
            sessionToken: checked.sessionToken, expiration: try expiration(),
            outlivesExpiration: outlivesExpiration)
    }

    private func text(_ name: String) -> String? {
        members[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func expiration() throws(CredentialsError) -> Int64? {
        guard let value = members["Expiration"], !value.isNull, value != "" else { return nil }
        guard let date = value.string.flatMap({ AmazonDate(rfc3339: $0) }) else {
            throw CredentialsError(
                .malformed,
                "\(place) gave an Expiration that is not a time like 2030-01-01T00:00:00Z")
        }
        return date.epochSeconds
    }
}
