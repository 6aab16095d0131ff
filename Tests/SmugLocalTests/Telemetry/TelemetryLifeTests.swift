import SmugLoop
import Testing

@testable import SmugLocal

@Suite struct TelemetryLifeTests {
    private typealias Ending = TelemetryFact.Ending

    private static let name = TelemetryFact.InvocationName(
        requestID: Array("r-1".utf8), trace: Array("Root=1".utf8))
    private static let exit = Ending(status: .failure, errorType: "Runtime.ExitError")

    private static func at(_ milliseconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: UInt64(milliseconds) * 1_000_000)
    }

    /// An environment that has started and works on its first invocation since 100 ms.
    private static func busy() -> TelemetryLife {
        var life = TelemetryLife(started: at(0))
        #expect(
            life.runtimePolled(at: at(40)) == [
                .initRuntimeDone(Ending()), .initReport(.milliseconds(40), Ending()),
            ])
        let facts = life.delivered(name, initDuration: .milliseconds(40), at: at(100))
        #expect(facts == [.start(name)])
        return life
    }

    private static func report(_ ending: Ending, _ milliseconds: Int) -> [TelemetryFact] {
        let metrics = TelemetryFact.Metrics(
            duration: .milliseconds(milliseconds), initDuration: .milliseconds(40),
            memoryMegabytes: 128, usedMegabytes: 7)
        return [.end(name), .report(name, ending, metrics)]
    }

    private static func idle(_ life: inout TelemetryLife, at time: MonotonicTime) -> [TelemetryFact]
    {
        life.becameIdle(at: time, memoryMegabytes: 128) { 7 }
    }

    private static func lost(
        _ life: inout TelemetryLife, _ ending: Ending, at time: MonotonicTime
    ) -> [TelemetryFact] {
        life.lost(ending, at: time, memoryMegabytes: 128) { 7 }
    }

    @Test(arguments: [
        TelemetryFact.Ending(), TelemetryFact.Ending(status: .error, errorType: "E"),
    ])
    func `an invocation is told to its end, each part once`(ending: TelemetryFact.Ending) {
        var life = Self.busy()
        life.answered(ending, producedBytes: 5)
        #expect(Self.idle(&life, at: Self.at(120)) == [], "the runtime still works")
        #expect(
            life.runtimePolled(at: Self.at(120)) == [
                .runtimeDone(Self.name, ending, .milliseconds(20), producedBytes: 5)
            ])
        #expect(life.runtimePolled(at: Self.at(125)) == [], "it asks again")
        #expect(Self.idle(&life, at: Self.at(130)) == Self.report(ending, 30))
        #expect(Self.idle(&life, at: Self.at(140)) == [])
        #expect(Self.lost(&life, Self.exit, at: Self.at(150)) == [])
    }

    @Test func `a process that ends before its answer fails its invocation`() {
        var life = Self.busy()
        #expect(
            Self.lost(&life, Self.exit, at: Self.at(110))
                == [
                    .fault("RequestId: r-1 Process exited before completing request"),
                    .runtimeDone(Self.name, Self.exit, .milliseconds(10), producedBytes: nil),
                ] + Self.report(Self.exit, 10))
        #expect(Self.lost(&life, Self.exit, at: Self.at(111)) == [])
    }

    @Test func `one that ends behind its answer has answered`() {
        var life = Self.busy()
        life.answered(Ending(), producedBytes: 5)
        #expect(
            Self.lost(&life, Self.exit, at: Self.at(110))
                == [.runtimeDone(Self.name, Ending(), .milliseconds(10), producedBytes: 5)]
                + Self.report(Ending(), 10))
    }

    @Test func `a timeout is one`() {
        var life = Self.busy()
        let timeout = Ending(status: .timeout)
        let facts = Self.lost(&life, timeout, at: Self.at(200))
        #expect(facts.first == .fault("RequestId: r-1 Task timed out"))
        #expect(
            facts.dropFirst().first
                == .runtimeDone(Self.name, timeout, .milliseconds(100), producedBytes: nil))
    }

    @Test func `an environment that does not start says so once`() {
        var life = TelemetryLife(started: Self.at(0))
        let ending = Ending(status: .error, errorType: "NoDisk")
        #expect(
            life.initEnded(ending, at: Self.at(5)) == [
                .initRuntimeDone(ending), .initReport(.milliseconds(5), ending),
            ])
        #expect(Self.lost(&life, Self.exit, at: Self.at(6)) == [])
        var other = TelemetryLife(started: Self.at(0))
        #expect(Self.lost(&other, Self.exit, at: Self.at(6)).first == .initRuntimeDone(Self.exit))
    }
}
