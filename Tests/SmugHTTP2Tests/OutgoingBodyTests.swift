import TestSupport
import Testing

@testable import SmugHTTP2

@Suite struct OutgoingBodyTests {
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `parts come out as one body, in whatever pieces they are taken`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var body = OutgoingBody()
        var expected: [UInt8] = []
        var output: [UInt8] = []
        for _ in 0..<20 {
            let part = (0..<Int.random(in: 0..<9, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            expected += part
            body.append(part)
            body.move(Int.random(in: 0...body.count, using: &random), to: &output)
            #expect(output.count + body.count == expected.count)
        }
        body.move(body.count, to: &output)
        #expect(output == expected)
        #expect(!body.isEnded)
    }

    @Test func `what is dropped is over`() {
        var body = OutgoingBody()
        body.append([1, 2])
        body.append([3])
        body.drop()
        #expect(body.count == 0)
        #expect(body.isEnded)
    }
}
