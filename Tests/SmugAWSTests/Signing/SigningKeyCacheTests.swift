import Testing

@testable import SmugAWS

@Suite struct SigningKeyCacheTests {
    private let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    private func date(_ timestamp: String) throws -> AmazonDate {
        try #require(AmazonDate(timestamp: timestamp.utf8))
    }

    @Test func `The key of the specification's example is derived`() throws {
        let key = SigningKeyCache.derive(
            from: secret, in: SigningScope(region: "us-east-1", service: "iam"),
            on: try date("20120215T000000Z"))
        #expect(
            String(decoding: key.hexadecimal, as: UTF8.self)
                == "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d")
    }

    @Test func `Every part of the scope gives another key, remembered or not`() throws {
        var cache = SigningKeyCache()
        let scopes = [
            SigningScope(region: "us-east-1", service: "iam"),
            SigningScope(region: "us-east-2", service: "iam"),
            SigningScope(region: "us-east-1", service: "lambda"),
        ]
        let dates = [try date("20120215T000000Z"), try date("20120216T000000Z")]
        for _ in 0..<2 {
            var keys: Set<[UInt8]> = []
            for scope in scopes {
                for date in dates {
                    for secret in [secret, "other"] {
                        let key = cache.key(for: secret, in: scope, on: date)
                        #expect(key == SigningKeyCache.derive(from: secret, in: scope, on: date))
                        keys.insert(key)
                    }
                }
            }
            #expect(keys.count == 12)
        }
    }

    @Test func `One day has one key`() throws {
        var cache = SigningKeyCache()
        let scope = SigningScope(region: "us-east-1", service: "iam")
        let morning = cache.key(for: secret, in: scope, on: try date("20120215T000000Z"))
        let night = cache.key(for: secret, in: scope, on: try date("20120215T235959Z"))
        #expect(morning == night)
    }
}
