import SmugLoop
import Testing

@Suite struct ProcessUsageTests {
    @Test func `a process knows what it takes of the machine`() throws {
        let usage = ProcessUsage.current
        #expect(try #require(usage.cpuSeconds) > 0)
        let resident = try #require(usage.residentBytes)
        #expect(resident > 1_000_000)
        #expect(try #require(usage.virtualBytes) >= resident)
        let files = try #require(usage.openFiles)
        #expect(files >= 3)
        #expect(try #require(usage.maxOpenFiles) >= files)
    }

    @Test func `a process began before now, and not long ago`() throws {
        let began = try #require(ProcessUsage.startSeconds)
        let now = Double(EventLoop.wallClockMilliseconds) / 1000
        #expect(began < now + 1)
        #expect(began > now - 86_400)
    }
}
