import SmugHTTP
import Testing

@Suite struct HTTPChunkFramingTests {
    @Test(arguments: [
        (1, "1"), (9, "9"), (10, "a"), (15, "f"), (16, "10"), (255, "ff"), (4_096, "1000"),
    ])
    func `a size is written without leading zeros`(count: Int, expected: String) {
        var output: [UInt8] = []
        let data = [UInt8](repeating: 1, count: count)
        HTTPChunkFraming.appendChunk(data[...], to: &output)
        #expect(output == Array((expected + "\r\n").utf8) + data + Array("\r\n".utf8))
    }

    @Test func `an empty chunk is not written, as it would end the body`() {
        var output: [UInt8] = []
        HTTPChunkFraming.appendChunk([], to: &output)
        #expect(output.isEmpty)
    }
}
