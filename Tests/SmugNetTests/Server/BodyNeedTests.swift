import SmugNet
import Testing

@Suite struct BodyNeedTests {
    @Test func `what is wanted as it comes is there with its first byte`() {
        var need = BodyNeed()
        #expect(need.isUnasked)
        need.asked(upTo: 10, isWhole: false)
        #expect(!need.isUnasked)
        #expect(!need.isMet(by: 0))
        #expect(need.isMet(by: 1))
    }

    @Test func `what is wanted whole is there one byte over the limit`() {
        var need = BodyNeed()
        need.asked(upTo: 10, isWhole: true)
        #expect(!need.isMet(by: 10))
        #expect(need.isMet(by: 11))
        need.asked(upTo: .max, isWhole: true)
        #expect(need.bytes == .max)
    }

    @Test func `more is held only for who wants it together`() {
        let ahead = HTTPServerSettings.maxReadAheadBytes
        var need = BodyNeed()
        #expect(need.maxHeldBytes == ahead)
        need.asked(upTo: ahead * 2, isWhole: false)
        #expect(need.maxHeldBytes == ahead)
        need.asked(upTo: ahead * 2, isWhole: true)
        #expect(need.maxHeldBytes == ahead * 2 + 1)
        need.asked(upTo: 10, isWhole: true)
        #expect(need.maxHeldBytes == ahead)
    }

    @Test func `time is earned by bytes, not by waits`() {
        var need = BodyNeed(timeout: .seconds(10))
        need.waited(timeLeft: .seconds(4))
        let earnsBefore = need.arrived(HTTPServerSettings.bodyProgressBytes - 1)
        #expect(!earnsBefore)
        #expect(need.timeLeft == .seconds(4))
        let earns = need.arrived(1)
        #expect(earns)
        #expect(need.timeLeft == .seconds(10))
        need.waited(timeLeft: .seconds(-1))
        #expect(need.timeLeft == .zero)
    }
}
