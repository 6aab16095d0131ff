/// Key, secret and token as a place names them, not yet checked.
struct CredentialValues {
    let key: String?
    let secret: String?
    let token: String?

    /// What is empty counts as absent.
    init(key: String?, secret: String?, token: String?) {
        self.key = key.flatMap { $0.isEmpty ? nil : $0 }
        self.secret = secret.flatMap { $0.isEmpty ? nil : $0 }
        self.token = token.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Both or neither, and no byte that a header could not carry.
    ///
    /// The names are what the place calls the three; the place is `the environment` or a path.
    func credentials(
        names: (key: String, secret: String, token: String), place: String
    ) throws(CredentialsError) -> Credentials {
        guard let key, let secret else {
            let (there, absent) =
                key == nil ? (names.secret, names.key) : (names.key, names.secret)
            throw CredentialsError(
                .incomplete, "\(there) is set in \(place), but \(absent) is not: set both or none")
        }
        for (name, value) in [(names.key, key), (names.secret, secret), (names.token, token ?? "")]
        where !value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            throw CredentialsError(
                .malformed,
                "\(name) in \(place) holds a space, a line break or another byte that is not"
                    + " allowed: set it again without")
        }
        return Credentials(accessKeyID: key, secretAccessKey: secret, sessionToken: token)
    }
}
