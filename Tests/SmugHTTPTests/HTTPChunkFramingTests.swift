import SmugHTTP
import Testing

@Suite struct HTTPChunkFramingTests {
    @Test(arguments: [
        (1, "1"), (9, "9"), (10, "a"), (15, "f"), (16, "10"), (255, "ff"), (4_096, "1000"),
        (Int.max, "7fffffffffffffff"),
    ])
    func `a size is written without leading zeros`(count: Int, expected: String) {
        var output: [UInt8] = []
        HTTPChunkFraming.appendChunkHead(count: count, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == expected + "\r\n")
    }

    @Test func `an empty chunk is not written, as it would end the body`() {
        var output: [UInt8] = []
        HTTPChunkFraming.appendChunkHead(count: 0, to: &output)
        HTTPChunkFraming.appendChunkHead(count: -1, to: &output)
        HTTPChunkFraming.appendChunk([], to: &output)
        #expect(output.isEmpty)
    }
}
