import TestSupport
import Testing

@testable import SmugAWS

@Suite struct CanonicalQueryTests {
    @Test(arguments: [
        ("", ""), ("a", "a="), ("a=", "a="), ("=a", "=a"), ("a&&b=", "a=&b="),
        ("b=2&a=1", "a=1&b=2"), ("a=2&a=1", "a=1&a=2"), ("a=1&A=1", "A=1&a=1"),
        (
            "Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            "%E1%88%B4=Value1&Param=Value2&Param-3=Value3"
        ),
        ("\u{1234}=bar", "%E1%88%B4=bar"), ("a=%2f", "a=%2F"), ("a=/", "a=%2F"), ("a=%41", "a=A"),
        ("a=b=c", "a=b%3Dc"), ("a=%7E~", "a=~~"), ("a=x%20y", "a=x%20y"), ("a=x+y", "a=x%2By"),
        ("a=100%", "a=100%25"), ("a=%zz", "a=%25zz"),
        ("Qualifier=%24LATEST", "Qualifier=%24LATEST"),
    ])
    func `A query is sorted and written in one encoding`(query: String, expected: String) {
        var output: [UInt8] = []
        CanonicalQuery.append(Array(query.utf8)[...], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `A canonical query is its own canonical query`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("ab=&%2fF+~ \u{00E9}".utf8)
        for _ in 0..<300 {
            let length = Int.random(in: 0..<24, using: &random)
            let query = (0..<length).compactMap { _ in alphabet.randomElement(using: &random) }
            var once: [UInt8] = []
            CanonicalQuery.append(query[...], to: &once)
            var twice: [UInt8] = []
            CanonicalQuery.append(once[...], to: &twice)
            #expect(once == twice)
        }
    }
}
