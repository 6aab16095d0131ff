import Testing

@testable import SmugLocal

@Suite struct LogTailTests {
    @Test(arguments: [0, 1, 4095, 4096, 4097, 50_000])
    func `the last 4096 bytes are kept`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for size in [1000, 4096, 60_000] {
            var tail = LogTail()
            for start in stride(from: 0, to: count, by: size) {
                tail.append(Array(bytes[start..<min(start + size, count)]).span)
            }
            #expect(tail.bytes == Array(bytes.suffix(4096)))
        }
    }

    @Test func `an invocation begins and ends as in Lambda's logs`() {
        #expect(LogTail.start(Array("id".utf8)) == "START RequestId: id Version: $LATEST\n")
        let text = LogTail.end(
            Array("id".utf8), duration: .microseconds(1_239), initDuration: .milliseconds(70),
            memoryMegabytes: 128, usedMegabytes: 31)
        #expect(
            text
                == "END RequestId: id\nREPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 2 ms"
                + "\tMemory Size: 128 MB\tMax Memory Used: 31 MB\tInit Duration: 70.00 ms\t\n")
    }
}
