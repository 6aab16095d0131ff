import SmugJSON
import SmugLoop
import SmugTelemetry
import TestSupport
import Testing

@Suite struct LogTests {
    @Test func `a line is an object: time, level, event, then the event's own`() throws {
        let sink = LineSink()
        sink.log().write(.info, "began") { line in
            line.key("count")
            line.integer(3)
            line.key("name")
            line.string("a")
        }
        let line = try #require(sink.lines.first?.object)
        #expect(line.map(\.key) == ["time", "level", "event", "count", "name"])
        #expect(line["level"]?.string == "info")
        #expect(line["event"]?.string == "began")
        #expect(line["count"]?.int == 3)
        #expect(line["name"]?.string == "a")
    }

    @Test func `an event needs no fields`() {
        let sink = LineSink()
        sink.log().write(.info, "alone")
        #expect(sink.lines.map { $0.object?.count } == [3])
    }

    @Test(arguments: LogLevel.allCases)
    func `what is below the level is not written and costs nothing`(level: LogLevel) {
        let sink = LineSink()
        let log = sink.log(level)
        var made: [LogLevel] = []
        for other in LogLevel.allCases {
            #expect(log.isEnabled(other) == (other >= level))
            log.write(other, "event") { _ in made.append(other) }
        }
        let wanted = LogLevel.allCases.filter { $0.rawValue >= level.rawValue }
        #expect(made == wanted)
        #expect(sink.lines.map { $0["level"]?.string } == wanted.map { "\($0.name)" })
    }

    @Test(arguments: [
        "", "\"", "\\", "\n", "\r\n{\"level\":\"error\"}", "\0\u{1}\u{1F}\u{7F}",
        "\u{2028}\u{2029}",
        "é😹", "</script>",
    ])
    func `strings of any kind stay one line of JSON and come back whole`(text: String) {
        check(text)
    }

    @Test func `also long ones`() {
        check(String(repeating: "\\\"\n", count: 50_000))
    }

    private func check(_ text: String) {
        let sink = LineSink()
        sink.log().write(.info, "nasty") { line in
            line.key(text)
            line.string(text)
            line.key("list")
            line.beginArray()
            line.string(text)
            line.endArray()
        }
        let lines = sink.lines
        #expect(lines.count == 1)
        #expect(lines.first?[text]?.string == text)
        #expect(lines.first?["list"]?[0]?.string == text)
    }

    @Test func `bytes that are no UTF-8 are repaired`() {
        let sink = LineSink()
        sink.log().write(.info, "nasty") { line in
            line.key("bytes")
            line.string(utf8: [0xFF, 0x0A, 0x22, 0xC3, 0xED, 0xA0, 0x80])
        }
        #expect(sink.lines.first?["bytes"]?.string?.hasPrefix("\u{FFFD}\n\"\u{FFFD}") == true)
    }

    // MARK: - When it is written

    @Test func `without a loop every line goes out at once`() {
        let sink = LineSink()
        let log = sink.log()
        for _ in 0..<3 { log.write(.info, "event") }
        #expect(sink.linesPerWrite == [1, 1, 1])
    }

    @Test func `on a loop lines are gathered and go out together, soon`() throws {
        let sink = LineSink()
        let log = sink.log()
        try TestLoop.run { loop in
            for _ in 0..<3 { log.write(.info, "first") }
            #expect(sink.linesPerWrite == [])
            while sink.linesPerWrite.isEmpty { try await loop.sleep(for: .milliseconds(1)) }
            log.write(.debug, "second")
            while sink.linesPerWrite.count < 2 { try await loop.sleep(for: .milliseconds(1)) }
        }
        #expect(sink.linesPerWrite == [3, 1])
    }

    @Test(arguments: [LogLevel.warn, .error])
    func `a warning goes out at once, behind what was gathered before it`(level: LogLevel) throws {
        let sink = LineSink()
        let log = sink.log()
        try TestLoop.run { _ in
            log.write(.info, "one")
            log.write(.debug, "two")
            log.write(level, "three")
            #expect(sink.linesPerWrite == [3])
            log.write(level, "four")
        }
        #expect(sink.linesPerWrite == [3, 1])
        #expect(sink.events == ["one", "two", "three", "four"])
    }

    @Test func `what is gathered is bounded`() throws {
        let sink = LineSink()
        let log = sink.log()
        try TestLoop.run { _ in
            for _ in 0..<200 {
                log.write(.info, "large") { line in
                    line.key("text")
                    line.string(String(repeating: "x", count: 1000))
                }
            }
        }
        #expect(sink.linesPerWrite.count >= 2)
        #expect(sink.linesPerWrite.allSatisfy { $0 < 70 })
        log.flush()
        #expect(sink.lines.count == 200)
    }

    @Test func `a flush writes what was gathered, once`() throws {
        let sink = LineSink()
        let log = sink.log()
        try TestLoop.run { _ in log.write(.info, "event") }
        #expect(sink.linesPerWrite == [])
        log.flush()
        log.flush()
        #expect(sink.linesPerWrite == [1])
    }

    @Test func `a loop that ended with lines in hand does not keep those of the next`() throws {
        let sink = LineSink()
        let log = sink.log()
        try TestLoop.run { _ in log.write(.info, "one") }
        try TestLoop.run { loop in
            let limit = EventLoop.now.advanced(by: .seconds(5))
            while sink.linesPerWrite.isEmpty, EventLoop.now < limit {
                log.write(.info, "two")
                try await loop.sleep(for: .milliseconds(10))
            }
        }
        #expect(sink.events.starts(with: ["one", "two"]))
    }

    // MARK: - Order

    @Test func `lines of many threads stay whole, in the order of their times`() throws {
        let sink = LineSink()
        let log = sink.log()
        try TestLoop.run(loops: 4) { group in
            await withTaskGroup(of: Void.self) { tasks in
                for (thread, loop) in group.loops.enumerated() {
                    tasks.addTask(executorPreference: loop) {
                        for number in 0..<2000 {
                            log.write(number % 50 == 0 ? .warn : .info, "event") { line in
                                line.key("thread")
                                line.integer(thread)
                                line.key("number")
                                line.integer(number)
                            }
                        }
                    }
                }
            }
        }
        log.flush()
        let lines = sink.lines
        #expect(lines.count == 8000)
        for thread in 0..<4 {
            let own = lines.filter { $0["thread"]?.int == thread }.map { $0["number"]?.int }
            #expect(own == Array(0..<2000))
        }
        let times = lines.map { $0["time"]?.string ?? "" }
        #expect(times == times.sorted())
    }

    @Test func `the level is changed while lines are written`() {
        let sink = LineSink()
        let log = sink.log(.warn)
        log.write(.debug, "before")
        log.levels = LogLevels(.debug)
        #expect(log.levels == LogLevels(.debug))
        log.write(.debug, "between")
        log.levels = LogLevels(.error)
        log.write(.warn, "after")
        log.flush()
        #expect(sink.events == ["between"])
    }
}
