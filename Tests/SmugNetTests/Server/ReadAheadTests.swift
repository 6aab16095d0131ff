import Testing

@testable import SmugNet

@Suite struct ReadAheadTests {
    private static func holding(_ count: Int) -> ReadAhead {
        var readAhead = ReadAhead()
        readAhead.append([UInt8](repeating: 1, count: count).span)
        return readAhead
    }

    @Test func `no more is read once the limit is reached`() {
        let limit = HTTPServerSettings.maxReadAheadBytes
        #expect(!Self.holding(limit - 1).isFull)
        #expect(Self.holding(limit).isFull)
        #expect(Self.holding(limit + 1).isFull)
    }

    @Test(arguments: [(0, [1, 2, 3]), (2, [3]), (3, [])] as [(Int, [UInt8])])
    func `what is taken and not used comes before what follows`(offset: Int, rest: [UInt8]) {
        var readAhead = ReadAhead()
        readAhead.append(([1, 2, 3] as [UInt8]).span)
        let taken = readAhead.take()
        #expect(taken == [1, 2, 3] && readAhead.isEmpty)
        readAhead.putBack(taken, from: offset)
        #expect(readAhead.isEmpty == rest.isEmpty)
        readAhead.append(([4] as [UInt8]).span)
        #expect(readAhead.take() == rest + [4])
    }
}
