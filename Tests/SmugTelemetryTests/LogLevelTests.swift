import SmugTelemetry
import Testing

@Suite struct LogLevelTests {
    @Test(arguments: [
        ("trace", LogLevel.trace), ("debug", .debug), ("info", .info), ("warn", .warn),
        ("warning", .warn), ("error", .error), ("INFO", .info), ("Warning", .warn),
    ])
    func `a level is known by its name, in any case`(name: String, level: LogLevel) {
        #expect(LogLevel(name) == level)
    }

    @Test(arguments: ["", "information", " info", "2", "off", "infö"])
    func `other words are none`(name: String) {
        #expect(LogLevel(name) == nil)
    }

    @Test func `they rise, and each is read back from its name`() {
        #expect(LogLevel.allCases == LogLevel.allCases.sorted())
        for level in LogLevel.allCases { #expect(LogLevel("\(level.name)") == level) }
    }
}
