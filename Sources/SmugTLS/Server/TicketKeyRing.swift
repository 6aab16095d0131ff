internal import SmugLoop

/// Which key seals the tickets of sessions, and which still open them.
///
/// A key seals for a while and opens for as long again: who takes it later reads no session that
/// began long ago, in TLS 1.2, where a ticket's key opens what was sent under it.
struct TicketKeyRing<Key: Sendable>: Sendable {
    static var sealingTime: Duration { .seconds(12 * 3600) }

    private struct Entry {
        let key: Key
        let since: MonotonicTime
    }

    private var current: Entry?
    private var previous: Entry?

    /// The key to seal with, a new one where the last one's time is over.
    mutating func sealing(at now: MonotonicTime, _ make: () -> Key?) -> Key? {
        if let current, current.since.advanced(by: Self.sealingTime) > now { return current.key }
        guard let made = make() else { return nil }
        previous = current
        current = Entry(key: made, since: now)
        return made
    }

    /// The key that `isOpened` is true of, and whether tickets are still sealed with it.
    func opening(
        at now: MonotonicTime, _ isOpened: (Key) -> Bool
    ) -> (key: Key, isCurrent: Bool)? {
        for entry in [current, previous] {
            guard let entry, isOpened(entry.key) else { continue }
            let sealsUntil = entry.since.advanced(by: Self.sealingTime)
            guard sealsUntil.advanced(by: Self.sealingTime) > now else { return nil }
            return (entry.key, sealsUntil > now)
        }
        return nil
    }
}
