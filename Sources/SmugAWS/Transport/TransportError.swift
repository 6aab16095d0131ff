/// Why a request got no answer.
package struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    package let failure: LambdaError.TransportFailure
    /// What the transport says of it.
    package let message: String
    /// Whether the answer was longer than the request allows.
    package let isTooLarge: Bool

    package var description: String { message }

    /// Whether what was asked for may be under way, where nobody sees its end.
    var mayRunUnseen: Bool {
        switch failure {
        case .connectionLost(requestSent: true), .cancelled(requestSent: true): true
        default: false
        }
    }

    package init(
        _ failure: LambdaError.TransportFailure, _ message: String, isTooLarge: Bool = false
    ) {
        self.failure = failure
        self.message = message
        self.isTooLarge = isTooLarge
    }
}

extension LambdaError {
    /// From a call that the transport could not bring to its end.
    init(_ error: TransportError) {
        self.init(.transport(error.failure), message: error.message)
    }
}
