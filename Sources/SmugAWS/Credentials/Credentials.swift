/// What requests are signed with.
///
/// One object, which every call of a function passes on.
package final class Credentials: Sendable {
    /// Begins with `AKIA`, or with `ASIA` when temporary; no secret.
    package let accessKeyID: String
    /// Never shown by `description`, `debugDescription` or `dump`; nor is the session token.
    package let secretAccessKey: String
    /// Comes with temporary credentials and goes with every request.
    package let sessionToken: String?
    /// Seconds since 1970 at which they stop to work; nil when they do not expire by themselves.
    package let expiration: Int64?
    /// Whether AWS takes them for longer than they say, while their place has no newer ones: those
    /// of a metadata service.
    package let outlivesExpiration: Bool

    /// Takes values as they are; none is checked.
    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
        expiration: Int64? = nil, outlivesExpiration: Bool = false
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.outlivesExpiration = outlivesExpiration
    }

    /// Whether they have expired at this instant, in seconds since 1970.
    ///
    /// To renew in time, ask for an instant a few minutes ahead.
    package func isExpired(at epochSeconds: Int64) -> Bool {
        guard let expiration else { return false }
        return epochSeconds >= expiration
    }
}

extension Credentials: Equatable {
    package static func == (left: Credentials, right: Credentials) -> Bool {
        left === right
            || left.accessKeyID == right.accessKeyID
                && left.secretAccessKey == right.secretAccessKey
                && left.sessionToken == right.sessionToken && left.expiration == right.expiration
                && left.outlivesExpiration == right.outlivesExpiration
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The access key and nothing secret.
    package var description: String {
        sessionToken == nil
            ? "Credentials(\(accessKeyID))" : "Credentials(\(accessKeyID), temporary)"
    }

    /// The access key and nothing secret.
    package var debugDescription: String { description }

    /// What `dump` shows: the access key and nothing secret.
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
