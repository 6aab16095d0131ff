internal import SmugLoop

/// Decides when credentials are asked for anew, and who waits for that.
///
/// It has no clock and no lock. There is one refresh at a time: who is told to start one reports
/// its end with `succeeded` or `failed`.
struct CredentialsRefresh {
    /// What a caller that needs credentials does.
    enum Decision: Equatable {
        case use(Credentials)
        /// Uses these, and starts a refresh that nobody waits for.
        case useAndRefresh(Credentials)
        /// Waits for the refresh that is under way.
        case wait
        /// Starts a refresh and waits for it.
        case refreshAndWait
        case fail(CredentialsError)
    }

    /// When something is asked or reported: by the clock that the expiry is given in, in seconds
    /// since 1970, and by the one that never jumps.
    struct Moment {
        let wallClock: Int64
        let monotonic: MonotonicTime
    }

    /// New ones are asked for this many seconds ahead of the expiry, while the old ones serve.
    static let advisorySeconds: Int64 = 15 * 60
    /// From here on a caller waits for new ones.
    static let mandatorySeconds: Int64 = 60
    /// Pauses after failures double between these.
    static let minPause = Duration.seconds(1)
    static let maxPause = Duration.seconds(60)
    /// Where nothing serves any more: whoever calls fails until the place is well again.
    static let maxPauseWithNone = Duration.seconds(5)
    /// Also after a success: a place that hands out its last ones until late is not asked at each
    /// request.
    static let pauseAfterSuccess = Duration.seconds(5)
    /// What AWS asks for before a metadata service that only has expired ones is asked again.
    static let pauseAfterExpired = Duration.seconds(5 * 60)...Duration.seconds(10 * 60)

    private(set) var current: Credentials?
    private(set) var isRefreshing = false
    private var refreshAt = Int64.max
    private var isRejected = false
    private var failures = 0
    private var lastError: CredentialsError?
    private var notBefore = MonotonicTime(nanoseconds: 0)
    /// The same for callers that have nothing to go on with.
    private var notBeforeWithNone = MonotonicTime(nanoseconds: 0)

    mutating func requested(at now: Moment) -> Decision {
        guard let current else { return waiting(at: now) }
        guard isRejected || now.wallClock >= refreshAt else { return .use(current) }
        let expiration = current.expiration ?? .max
        if now.wallClock >= expiration {
            // What a metadata service gave is used on while it has nothing newer.
            return current.outlivesExpiration && failures > 0
                ? ahead(current, at: now) : waiting(at: now)
        }
        let isUrgent = isRejected || expiration - now.wallClock <= Self.mandatorySeconds
        return isUrgent ? urgent(current, at: now) : ahead(current, at: now)
    }

    private mutating func ahead(_ current: Credentials, at now: Moment) -> Decision {
        start(at: now, notBefore: notBefore) ? .useAndRefresh(current) : .use(current)
    }

    private mutating func urgent(_ current: Credentials, at now: Moment) -> Decision {
        if isRefreshing { return .wait }
        let earliest = isRejected ? notBeforeWithNone : notBefore
        return start(at: now, notBefore: earliest) ? .refreshAndWait : .use(current)
    }

    private mutating func waiting(at now: Moment) -> Decision {
        if isRefreshing { return .wait }
        if now.monotonic < notBeforeWithNone, let lastError { return .fail(lastError) }
        isRefreshing = true
        return .refreshAndWait
    }

    private mutating func start(at now: Moment, notBefore: MonotonicTime) -> Bool {
        guard !isRefreshing, now.monotonic >= notBefore else { return false }
        isRefreshing = true
        return true
    }

    /// New credentials came; the random number spreads many processes.
    ///
    /// - Returns: what those who wait get.
    mutating func succeeded(
        with credentials: Credentials, at now: Moment, random: UInt64
    ) -> Result<Credentials, CredentialsError> {
        if let expiration = credentials.expiration, expiration <= now.wallClock {
            guard credentials.outlivesExpiration else {
                let error = CredentialsError(
                    .expired, "new credentials came expired: check the clock of this machine")
                return failed(with: error, at: now, random: random)
            }
            notBefore = now.monotonic.advanced(by: Self.pause(in: Self.pauseAfterExpired, random))
            failures = max(failures, 1)
        } else {
            notBefore = now.monotonic.advanced(by: Self.pauseAfterSuccess)
            failures = 0
        }
        notBeforeWithNone = now.monotonic.advanced(by: Self.pauseAfterSuccess)
        isRefreshing = false
        isRejected = false
        lastError = nil
        // The same object where nothing has changed: who compares them sees it at a glance.
        let latest = current.flatMap { $0 == credentials ? $0 : nil } ?? credentials
        current = latest
        refreshAt = Self.refreshTime(of: latest, at: now.wallClock, random)
        return .success(latest)
    }

    /// The place failed; what is still good serves on.
    ///
    /// - Returns: what those who wait get.
    mutating func failed(
        with error: CredentialsError, at now: Moment, random: UInt64
    ) -> Result<Credentials, CredentialsError> {
        isRefreshing = false
        let longest = min(Self.minPause * (1 << min(failures, 10)), Self.maxPause)
        failures += 1
        lastError = error
        notBefore = now.monotonic.advanced(by: Self.pause(in: longest / 2...longest, random))
        let shorter = min(longest, Self.maxPauseWithNone)
        notBeforeWithNone = now.monotonic.advanced(
            by: Self.pause(in: shorter / 2...shorter, random))
        guard let current else { return .failure(error) }
        guard current.isExpired(at: now.wallClock), !current.outlivesExpiration else {
            return .success(current)
        }
        return .failure(error)
    }

    /// AWS refused these although they have not expired: others may be there.
    mutating func rejected(_ credentials: Credentials) {
        if current == credentials { isRejected = true }
    }

    /// The advisory window, up to a third shorter so that processes do not ask all at once, and at
    /// most half of what is left.
    private static func refreshTime(
        of credentials: Credentials, at now: Int64, _ random: UInt64
    ) -> Int64 {
        guard let expiration = credentials.expiration else { return .max }
        let window = advisorySeconds - Int64(random % UInt64(advisorySeconds / 3))
        return expiration - min(window, max(expiration - now, 0) / 2)
    }

    private static func pause(in range: ClosedRange<Duration>, _ random: UInt64) -> Duration {
        let span = (range.upperBound - range.lowerBound).wholeNanoseconds
        return range.lowerBound + .nanoseconds(Int64(random % UInt64(max(span, 1))))
    }
}
