import Testing

@testable import SmugLocal

@Suite struct MemoryUseTests {
    @Test(arguments: [
        ("Name:\tsmug\nVmPeak:\t 9999 kB\nVmHWM:\t    2049 kB\nVmRSS:\t 1 kB\n", 3),
        ("VmHWM:\t1024 kB", 1), ("VmHWM: kB", 0), ("VmHWM:", 0), ("", 0),
    ])
    func `the most that was resident counts`(status: String, megabytes: Int) {
        #expect(MemoryUse.megabytes(in: status) == megabytes)
    }

    @Test func `a process that is not there has none`() {
        #expect(MemoryUse.megabytes(ofProcess: 0) == 0)
    }
}
