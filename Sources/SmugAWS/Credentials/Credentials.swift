/// What requests are signed with.
package struct Credentials: Hashable, Sendable {
    package let accessKeyID: String
    /// Never shown by `description`, `debugDescription` or `dump`; nor is the session token.
    package let secretAccessKey: String
    /// Comes with temporary credentials and goes with every request.
    package let sessionToken: String?
    /// Seconds since 1970 at which they stop to work; nil when they do not expire by themselves.
    package let expiration: Int64?

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
        expiration: Int64? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    /// Whether they have expired at this instant, in seconds since 1970.
    ///
    /// To renew in time, ask for an instant a few minutes ahead.
    package func isExpired(at epochSeconds: Int64) -> Bool {
        guard let expiration else { return false }
        return epochSeconds >= expiration
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        sessionToken == nil
            ? "Credentials(\(accessKeyID))" : "Credentials(\(accessKeyID), temporary)"
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
