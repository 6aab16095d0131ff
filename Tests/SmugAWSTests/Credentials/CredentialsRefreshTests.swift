import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct CredentialsRefreshTests {
    private static let failure = CredentialsError(.failed, "no answer")

    private static func moment(_ seconds: Int64) -> CredentialsRefresh.Moment {
        CredentialsRefresh.Moment(
            wallClock: 1_000_000 + seconds,
            monotonic: MonotonicTime(nanoseconds: UInt64(seconds + 1000) * 1_000_000_000))
    }

    private static func credentials(
        _ name: String, until seconds: Int64?, outlives: Bool = false
    ) -> Credentials {
        Credentials(
            accessKeyID: name, secretAccessKey: "s", expiration: seconds.map { 1_000_000 + $0 },
            outlivesExpiration: outlives)
    }

    /// In use from second 0.
    private static func started(with credentials: Credentials) -> CredentialsRefresh {
        var refresh = CredentialsRefresh()
        #expect(refresh.requested(at: moment(0)) == .refreshAndWait)
        #expect(
            refresh.succeeded(with: credentials, at: moment(0), random: 0) == .success(credentials))
        return refresh
    }

    @Test func `The first caller asks, the others wait for the same answer`() {
        var refresh = CredentialsRefresh()
        #expect(refresh.requested(at: Self.moment(0)) == .refreshAndWait)
        #expect(refresh.requested(at: Self.moment(0)) == .wait)
        let found = Self.credentials("a", until: nil)
        _ = refresh.succeeded(with: found, at: Self.moment(1), random: 0)
        #expect(refresh.requested(at: Self.moment(1)) == .use(found))
        #expect(refresh.requested(at: Self.moment(1_000_000_000)) == .use(found))
    }

    @Test func `What is renewed without a change stays the same object`() {
        let first = Self.credentials("a", until: 3600)
        var refresh = Self.started(with: first)
        let again = Self.credentials("a", until: 3600)
        #expect(first !== again && first == again)
        _ = refresh.succeeded(with: again, at: Self.moment(10), random: 0)
        #expect(refresh.current === first)
    }

    @Test func `Fifteen minutes ahead new ones are asked for while the old ones serve`() {
        let old = Self.credentials("old", until: 3600)
        var refresh = Self.started(with: old)
        #expect(refresh.requested(at: Self.moment(2699)) == .use(old))
        #expect(refresh.requested(at: Self.moment(2700)) == .useAndRefresh(old))
        #expect(refresh.requested(at: Self.moment(2701)) == .use(old))
        let new = Self.credentials("new", until: 7200)
        _ = refresh.succeeded(with: new, at: Self.moment(2702), random: 0)
        #expect(refresh.requested(at: Self.moment(2703)) == .use(new))
    }

    @Test func `Processes do not all ask at once`() {
        let old = Self.credentials("old", until: 3600)
        var refresh = CredentialsRefresh()
        _ = refresh.requested(at: Self.moment(0))
        _ = refresh.succeeded(with: old, at: Self.moment(0), random: 299)
        #expect(refresh.requested(at: Self.moment(2998)) == .use(old))
        #expect(refresh.requested(at: Self.moment(2999)) == .useAndRefresh(old))
    }

    @Test func `A short life is half over before anybody asks`() {
        let old = Self.credentials("old", until: 600)
        var refresh = Self.started(with: old)
        #expect(refresh.requested(at: Self.moment(299)) == .use(old))
        #expect(refresh.requested(at: Self.moment(300)) == .useAndRefresh(old))
    }

    @Test func `In the last minute a caller waits`() {
        let old = Self.credentials("old", until: 3600)
        var refresh = Self.started(with: old)
        #expect(refresh.requested(at: Self.moment(3540)) == .refreshAndWait)
        #expect(refresh.requested(at: Self.moment(3541)) == .wait)
        #expect(
            refresh.failed(with: Self.failure, at: Self.moment(3542), random: 0) == .success(old))
        #expect(refresh.requested(at: Self.moment(3542)) == .use(old))
        #expect(refresh.requested(at: Self.moment(3544)) == .refreshAndWait)
    }

    @Test func `After the expiry a failure is the callers'`() {
        let old = Self.credentials("old", until: 3600)
        var refresh = Self.started(with: old)
        #expect(refresh.requested(at: Self.moment(3600)) == .refreshAndWait)
        #expect(
            refresh.failed(with: Self.failure, at: Self.moment(3601), random: 0)
                == .failure(Self.failure))
        #expect(refresh.requested(at: Self.moment(3601)) == .fail(Self.failure))
        #expect(refresh.requested(at: Self.moment(3603)) == .refreshAndWait)
    }

    @Test func `A background failure leaves the old ones and a pause that doubles to a minute`() {
        let old = Self.credentials("old", until: 1_000_000)
        var refresh = Self.started(with: old)
        var now: Int64 = 999_200
        var pauses: [Int64] = []
        for _ in 0..<8 {
            #expect(refresh.requested(at: Self.moment(now)) == .useAndRefresh(old))
            _ = refresh.failed(with: Self.failure, at: Self.moment(now), random: .max)
            var pause: Int64 = 1
            while refresh.requested(at: Self.moment(now + pause)) == .use(old) { pause += 1 }
            // The last question has begun a refresh.
            _ = refresh.failed(with: Self.failure, at: Self.moment(now), random: .max)
            pauses.append(pause)
            now += 61
        }
        #expect(pauses.allSatisfy { (1...60).contains($0) })
        #expect(pauses.last ?? 0 >= 30)
        #expect(pauses[0] <= 1)
    }

    @Test func `Where nothing serves any more the place is asked every five seconds`() {
        var refresh = Self.started(with: Self.credentials("old", until: 3600))
        for now in stride(from: 2700 as Int64, through: 3596, by: 64) {
            let decision = refresh.requested(at: Self.moment(now))
            #expect(now < 3540 ? decision != .refreshAndWait : decision == .refreshAndWait)
            _ = refresh.failed(with: Self.failure, at: Self.moment(now), random: .max)
        }
        for now in stride(from: 3601 as Int64, to: 3700, by: 5) {
            #expect(refresh.requested(at: Self.moment(now)) == .refreshAndWait)
            _ = refresh.failed(with: Self.failure, at: Self.moment(now), random: .max)
            #expect(refresh.requested(at: Self.moment(now + 2)) == .fail(Self.failure))
        }
    }

    @Test func `Refused ones whose place fails are asked for every five seconds too`() {
        let refused = Self.credentials("a", until: nil)
        var refresh = Self.started(with: refused)
        refresh.rejected(refused)
        for now in stride(from: 5 as Int64, to: 100, by: 5) {
            #expect(refresh.requested(at: Self.moment(now)) == .refreshAndWait)
            _ = refresh.failed(with: Self.failure, at: Self.moment(now), random: .max)
            // The first pauses are shorter.
            if now >= 20 { #expect(refresh.requested(at: Self.moment(now + 2)) == .use(refused)) }
        }
    }

    @Test func `A metadata service's are used on after their expiry while it has no others`() {
        let old = Self.credentials("old", until: 3600, outlives: true)
        var refresh = Self.started(with: old)
        #expect(refresh.requested(at: Self.moment(3700)) == .refreshAndWait)
        #expect(
            refresh.failed(with: Self.failure, at: Self.moment(3701), random: 0) == .success(old))
        #expect(refresh.requested(at: Self.moment(3701)) == .use(old))
        #expect(refresh.requested(at: Self.moment(3703)) == .useAndRefresh(old))
    }

    @Test func `A metadata service that has expired ones only is left alone for five minutes`() {
        let late = Self.credentials("late", until: -10, outlives: true)
        var refresh = Self.started(with: late)
        #expect(refresh.requested(at: Self.moment(1)) == .use(late))
        #expect(refresh.requested(at: Self.moment(299)) == .use(late))
        #expect(refresh.requested(at: Self.moment(300)) == .useAndRefresh(late))
    }

    @Test func `New ones that come expired are an error that names the clock`() {
        var refresh = CredentialsRefresh()
        _ = refresh.requested(at: Self.moment(0))
        let late = Self.credentials("late", until: 0)
        guard
            case .failure(let error) = refresh.succeeded(
                with: late, at: Self.moment(0), random: 0)
        else {
            Issue.record("taken")
            return
        }
        #expect(error.code == .expired)
        #expect(error.message.contains("clock"))
    }

    @Test func `Refused ones are replaced, but not at every request`() {
        let old = Self.credentials("old", until: nil)
        var refresh = Self.started(with: old)
        refresh.rejected(old)
        #expect(refresh.requested(at: Self.moment(1)) == .use(old))
        #expect(refresh.requested(at: Self.moment(5)) == .refreshAndWait)
        _ = refresh.succeeded(with: old, at: Self.moment(5), random: 0)
        #expect(refresh.requested(at: Self.moment(6)) == .use(old))
        refresh.rejected(Self.credentials("other", until: nil))
        #expect(refresh.requested(at: Self.moment(60)) == .use(old))
    }

    /// Whatever happens, no two refreshes run at once and nothing is used that has expired.
    @Test(arguments: 0..<200) func `Every schedule keeps the promises`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var refresh = CredentialsRefresh()
        var isRefreshing = false
        var now: Int64 = 0
        for number in 0..<300 {
            now += Int64.random(in: 0...400, using: &random)
            if isRefreshing, Bool.random(using: &random) {
                isRefreshing = false
                let life = Int64.random(in: -5...4000, using: &random)
                _ =
                    Bool.random(using: &random)
                    ? refresh.failed(with: Self.failure, at: Self.moment(now), random: 7)
                    : refresh.succeeded(
                        with: Self.credentials("\(number)", until: now + life),
                        at: Self.moment(now), random: random.next())
            }
            switch refresh.requested(at: Self.moment(now)) {
            case .use(let used): #expect(!used.isExpired(at: 1_000_000 + now))
            case .useAndRefresh(let used):
                #expect(!used.isExpired(at: 1_000_000 + now) && !isRefreshing)
                isRefreshing = true
            case .wait: #expect(isRefreshing)
            case .refreshAndWait:
                #expect(!isRefreshing)
                isRefreshing = true
            case .fail: #expect(!isRefreshing)
            }
        }
    }
}
