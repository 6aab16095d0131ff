/// Remembers derived signing keys, each of which costs four HMACs and lasts one day.
///
/// It holds the last few, so that one signer serves both days around midnight and credentials that
/// change. It is a value: give each loop its own.
package struct SigningKeyCache: Sendable {
    private struct Entry {
        let day: ArraySlice<UInt8>
        let scope: SigningScope
        let secret: String
        let key: [UInt8]
    }

    private static let maxEntries = 4
    private var entries: [Entry] = []
    private var oldest = 0

    /// Remembers nothing yet.
    package init() {}

    /// The key that signs for this day, scope and secret.
    mutating func key(for secret: String, in scope: SigningScope, on date: AmazonDate) -> [UInt8] {
        for entry in entries
        where entry.day == date.day && entry.scope == scope && entry.secret == secret {
            return entry.key
        }
        let key = Self.derive(from: secret, in: scope, on: date)
        let entry = Entry(day: date.day, scope: scope, secret: secret, key: key)
        if entries.count < Self.maxEntries {
            entries.append(entry)
        } else {
            entries[oldest] = entry
            oldest = (oldest + 1) % Self.maxEntries
        }
        return key
    }

    static func derive(
        from secret: String, in scope: SigningScope, on date: AmazonDate
    ) -> [UInt8] {
        let day = Libcrypto.hmacSHA256(key: Array("AWS4".utf8) + Array(secret.utf8), date.day)
        let region = Libcrypto.hmacSHA256(key: day, Array(scope.region.utf8))
        let service = Libcrypto.hmacSHA256(key: region, Array(scope.service.utf8))
        return Libcrypto.hmacSHA256(key: service, Array("aws4_request".utf8))
    }
}
