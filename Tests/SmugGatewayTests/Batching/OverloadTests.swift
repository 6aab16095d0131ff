import Testing

@testable import SmugGateway

/// What is served when three times as much comes as can be.
@Suite struct OverloadTests {
    private static let settings: [Overload.Setting] = [
        .init(testDescription: "a key each"),
        .init(testDescription: "one key", keys: 1),
        .init(testDescription: "a low limit", limit: 4, keys: 24),
        .init(testDescription: "batches", limit: 4, keys: 1, batchSize: 16),
        .init(testDescription: "times that vary", times: [300, 400, 500, 600, 700]),
        .init(testDescription: "some that are slow", times: [50, 50, 50, 50, 50, 50, 50, 1500]),
        .init(testDescription: "some that never end in time", times: [100, 100, 100, 100, 2600]),
        .init(testDescription: "nearly the timeout", times: [1700]),
        .init(testDescription: "hardly more than can be served", load: 1.1),
    ]

    @Test(arguments: settings)
    func `nearly all that can be served is, and hardly anything is invoked in vain`(
        setting: Overload.Setting
    ) {
        var overload = Overload(setting, seed: 1)
        overload.run(seconds: 12)
        let share = overload.share(5..<12)
        let lost = setting.times.contains { $0 > setting.timeout } ? 0.2 : 0
        #expect(share >= 0.8 * (1 - lost), "\(share)")
        #expect(
            Double(overload.inVain) <= Double(overload.invoked) * (0.15 + lost),
            "\(overload.inVain) of \(overload.invoked)")
        #expect(overload.mostRunning <= setting.limit)
    }

    @Test func `a second of throttles costs some seconds and no more`() {
        let setting = Overload.Setting(
            testDescription: "a storm", load: 1.5, storm: 5000..<6000)
        var overload = Overload(setting, seed: 1)
        overload.run(seconds: 12)
        #expect(overload.share(6..<7) < 0.2, "the storm is none")
        #expect(overload.share(9..<12) >= 0.9, "\(overload.share(9..<12))")
    }

    @Test func `who has time enough is never told to come again`() {
        let setting = Overload.Setting(testDescription: "half the load", load: 0.5)
        var overload = Overload(setting, seed: 1)
        overload.run(seconds: 8)
        #expect(overload.late + overload.refused + overload.forgotten + overload.inVain == 0)
    }
}
