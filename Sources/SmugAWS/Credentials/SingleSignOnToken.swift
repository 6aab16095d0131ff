internal import SmugJSON

/// A person's sign-in as the AWS CLI keeps it in a file of its cache.
struct SingleSignOnToken {
    /// From then on before its expiry it is renewed.
    static let renewalWindow: Int64 = 15 * 60

    private let members: JSONObject
    /// A secret: it stands for the person.
    let accessToken: String
    /// Seconds since 1970.
    let expiresAt: Int64

    /// - Returns: `nil` for what is no token; nothing in it may be told, it may be a secret.
    init?(parsing bytes: [UInt8]) {
        guard let object = (try? JSONValue(parsing: bytes))?.object else { return nil }
        self.init(object)
    }

    private init?(_ members: JSONObject) {
        guard let token = members["accessToken"]?.string, Self.isSendable(token),
            let expiry = members["expiresAt"]?.string.flatMap(Self.seconds)
        else { return nil }
        self.members = members
        accessToken = token
        expiresAt = expiry
    }

    func serialized() -> [UInt8] { JSONValue.object(members).serialized() }

    func isExpired(at now: Int64) -> Bool { now >= expiresAt }

    /// The request of CreateToken that renews it; `nil` while it is young, or where it cannot be:
    /// the CLI registers itself only for so long, and not for profiles without a session.
    func renewal(at now: Int64) -> [UInt8]? {
        guard now > expiresAt - Self.renewalWindow, let client = members["clientId"]?.string,
            let secret = members["clientSecret"]?.string,
            let token = members["refreshToken"]?.string,
            let registered = members["registrationExpiresAt"]?.string.flatMap(Self.seconds),
            now < registered
        else { return nil }
        let request: JSONValue = [
            "clientId": .string(client), "clientSecret": .string(secret),
            "grantType": "refresh_token", "refreshToken": .string(token),
        ]
        return request.serialized()
    }

    /// The token that CreateToken has answered with, all else as it was.
    func renewed(by answer: [UInt8], at now: Int64) -> SingleSignOnToken? {
        guard let answer = try? JSONValue(parsing: answer), let lifetime = answer["expiresIn"]?.int,
            (1...10_000_000).contains(lifetime), let token = answer["accessToken"]
        else { return nil }
        var next = members
        next["accessToken"] = token
        next["expiresAt"] = .string(AmazonDate(epochSeconds: now + Int64(lifetime)).rfc3339)
        // A refresh token is good for once where another one comes with the answer.
        if let refresh = answer["refreshToken"] { next["refreshToken"] = refresh }
        return SingleSignOnToken(next)
    }

    /// Older versions of the CLI wrote `2020-06-17T10:02:08UTC`.
    private static func seconds(_ text: String) -> Int64? {
        let text = text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text
        return AmazonDate(rfc3339: text)?.epochSeconds
    }

    /// Whether it can stand in a header.
    private static func isSendable(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
