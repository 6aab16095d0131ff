import SmugProtocol
import TestSupport
import Testing

@Suite struct BatchMatcherTests {
    @Test(arguments: 0..<UInt64(20))
    func `every request is matched once in whatever order`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let ids = (0..<20).map { Array("r-\($0)".utf8) }
        var matcher = BatchMatcher(ids: ids)
        for index in (0..<20).shuffled(using: &random) {
            #expect(matcher.match(ids[index][...]) == .request(index))
            #expect(matcher.match(ids[index][...]) == .duplicate)
        }
        #expect(matcher.match(nil) == .unknown)
        #expect(matcher.match([]) == .unknown)
        #expect(matcher.unanswered.isEmpty)
        #expect(matcher.duplicates == 20)
        #expect(matcher.unknown == 2)
    }

    @Test func `an id may be a slice from the middle of other bytes`() {
        var matcher = BatchMatcher(ids: [Array("ab".utf8), Array("cd".utf8)])
        #expect(matcher.match(Array("xcdx".utf8)[1..<3]) == .request(1))
        #expect(matcher.match(Array("xabx".utf8)[1..<3]) == .request(0))
    }
}
