internal import SmugHTTP
internal import SmugLoop
internal import Synchronization

/// The time that requests are signed with: this machine's, put right where AWS says that it is wrong.
///
/// AWS takes no signature that is more than some minutes old or early. Its refusal says in `Date`
/// what time it is: signed by that, the same request is taken, and so are all later ones.
package final class SigningClock: Sendable {
    /// Less than this is no reason for a refusal, in seconds; AWS takes five minutes.
    static let tolerance: Int64 = 240

    /// What AWS calls it; some of the names have other reasons too, which the time tells apart.
    private static let refusals: Set<String> = [
        "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture",
        "RequestTimeTooSkewed", "SignatureDoesNotMatch",
    ]

    private let machine: @Sendable () -> Int64
    private let offset = Atomic<Int64>(0)

    /// - Parameter machine: seconds since 1970.
    package init(_ machine: @escaping @Sendable () -> Int64 = { EventLoop.wallClockSeconds }) {
        self.machine = machine
    }

    /// Seconds since 1970.
    package var now: Int64 { machine() + offset.load(ordering: .relaxed) }

    /// Learns the time from an answer that refuses a signature.
    ///
    /// - Returns: whether the time was the reason, so that a signature made now may be taken.
    func corrects(signedAt: Int64, refusal name: String?, date: String?) -> Bool {
        guard let name, Self.refusals.contains(name),
            let right = date.flatMap({ HTTPDate.epochSeconds($0.utf8) }),
            abs(right - signedAt) >= Self.tolerance
        else { return false }
        // Calls that failed together find it right when the first of them has been here.
        if abs(right - now) >= Self.tolerance {
            offset.store(right - machine(), ordering: .relaxed)
        }
        return true
    }
}
