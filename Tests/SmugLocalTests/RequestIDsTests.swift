import Testing

@testable import SmugLocal

@Suite struct RequestIDsTests {
    @Test func `ids are version 4 UUIDs, each another`() {
        let ids = RequestIDs(seeds: (1, 2))
        var seen: Set<[UInt8]> = []
        for _ in 0..<1000 {
            let id = ids.next()
            let text = String(decoding: id, as: UTF8.self)
            #expect(
                text.wholeMatch(
                    of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/)
                    != nil)
            #expect(seen.insert(id).inserted)
        }
    }

    @Test func `a trace has root, parent and a decision`() {
        let trace = String(decoding: RequestIDs().nextTrace(at: 0x66A7_B8C9), as: UTF8.self)
        #expect(
            trace.wholeMatch(of: /Root=1-66a7b8c9-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0/)
                != nil)
    }

    @Test func `a log stream ends in 32 digits`() {
        #expect(RequestIDs().nextLogStream().wholeMatch(of: /[0-9a-f]{32}/) != nil)
    }
}
