package import SmugLoop

/// Why a host gave no connection.
package struct HostConnectError: Error, Sendable, CustomStringConvertible {
    /// What failed at one of its addresses.
    package struct Failure: Sendable {
        package let address: SocketAddress
        package let error: any Error
    }

    /// The host with its port, as it was asked for.
    package let authority: String
    /// Whether no address of it could be found out.
    package let isOfName: Bool
    /// Whether there was no time left to go on.
    package let isLate: Bool
    /// In the order in which they failed.
    package let failures: [Failure]
    /// What failed, at which address where there are several.
    package let reasons: String

    package var description: String {
        "no connection to \(authority)\(isLate ? " in time" : ""): \(reasons)"
    }

    /// - Parameter error: what the resolver throws.
    init(_ authority: String, resolving error: any Error) {
        self.authority = authority
        isLate = (error as? LoopError)?.isOfDeadline == true
        isOfName = !isLate
        failures = []
        reasons = isLate ? "the name was not resolved" : "\(error)"
    }

    init(_ authority: String, _ failures: [Failure], isLate: Bool) {
        self.authority = authority
        self.failures = failures
        self.isLate = isLate
        isOfName = false
        reasons = failures.map { failure in
            let place = failure.address.description
            return place == authority ? "\(failure.error)" : "\(place): \(failure.error)"
        }.joined(separator: "; ")
    }
}
