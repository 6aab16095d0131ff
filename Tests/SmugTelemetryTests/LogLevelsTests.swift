import SmugTelemetry
import Testing

@Suite struct LogLevelsTests {
    @Test(arguments: [
        ("debug", "debug"), ("warn,invocations=debug", "warn,invocations=debug"),
        ("Requests=ERROR , INFO", "info,requests=error"), ("local=trace", "error,local=trace"),
    ])
    func `levels are read and written again`(text: String, wanted: String) {
        #expect(LogLevels(text, base: .error)?.description == wanted)
    }

    @Test(arguments: [
        "", ",", "info,", "loud", "info,debug", "requests", "requests=", "=info", "requests=loud",
        "other=info", "requests=info,requests=debug", "requests=info=debug",
    ])
    func `other texts are none`(text: String) {
        #expect(LogLevels(text) == nil)
    }

    @Test func `each module has its own level, also when it changes`() {
        let sink = LineSink()
        let log = sink.log(.info)
        let (requests, invocations) = (log.of(.requests), log.of(.invocations))
        #expect(requests.isEnabled(.info) && !invocations.isEnabled(.debug))
        log.levels = LogLevels(.warn, modules: [.invocations: .debug])
        #expect(!requests.isEnabled(.info) && !log.isEnabled(.info))
        #expect(invocations.isEnabled(.debug) && !invocations.isEnabled(.trace))
        requests.write(.info, "no")
        invocations.write(.debug, "yes")
        log.flush()
        #expect(sink.events == ["yes"])
        #expect(invocations.levels == log.levels)
    }
}
