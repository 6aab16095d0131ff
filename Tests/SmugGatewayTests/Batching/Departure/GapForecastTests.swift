import SmugLoop
import Testing

@testable import SmugGateway

@Suite struct GapForecastTests {
    private static let worth: Int64 = 20_000_000

    /// The wait in milliseconds at each request, with so many gathering, after much of this.
    private static func waits(gaps: [Double], counts: [Int]) -> [Double] {
        var forecast = GapForecast(worth: worth, maxItems: 16)
        var milliseconds = 0.0
        var waits = counts.map { _ in 0.0 }
        for _ in 0..<200 {
            for (index, gap) in gaps.enumerated() {
                milliseconds += gap
                let now = MonotonicTime(nanoseconds: UInt64(milliseconds * 1_000_000))
                forecast.requestArrived(at: now)
                waits[index] = Double(forecast.wait(count: counts[index])) / 1_000_000
            }
        }
        return waits
    }

    @Test func `of a pair the first waits for the second, and nobody for a third`() {
        let waits = Self.waits(gaps: [200, 2], counts: [1, 2])
        #expect(waits[0] >= 2 && waits[0] < 4)
        #expect(waits[1] == 0)
    }

    @Test func `a fan-out leaves with its last request`() {
        let waits = Self.waits(gaps: [80, 0.5, 0.5, 0.5], counts: [1, 2, 3, 4])
        #expect(waits.dropLast().allSatisfy { $0 > 0 })
        #expect(waits.last == 0)
    }

    @Test func `nobody waits for a metronome that is slower than waiting pays`() {
        #expect(Self.waits(gaps: [100], counts: [1]) == [0])
    }

    @Test func `a fast metronome is waited for until the batch is as large as it pays`() {
        // 5 ms apart and worth 20: the mean cost of k is (20 + 5·k·(k - 1)/2) / k, least for 3.
        let waits = (1...6).map { Self.waits(gaps: [5], counts: [$0])[0] > 0 }
        #expect(waits == [true, true, false, false, false, false])
    }

    @Test func `before the second request nothing is known, and nothing waited for`() {
        var forecast = GapForecast(worth: Self.worth, maxItems: 16)
        forecast.requestArrived(at: .at(5))
        #expect(forecast.wait(count: 1) == 0)
    }

    @Test func `gaps of nothing and of years are gaps`() {
        var forecast = GapForecast(worth: 1, maxItems: 1)
        for time in [0, 0, 1, .max - 1, .max] as [UInt64] {
            forecast.requestArrived(at: MonotonicTime(nanoseconds: time))
            #expect(forecast.wait(count: 1) == 0)
        }
        var large = GapForecast(worth: 1_000_000, maxItems: 10_000)
        for time in 0..<5000 as Range<UInt64> {
            large.requestArrived(at: MonotonicTime(nanoseconds: time))
            #expect(large.wait(count: Int(time) + 1) >= 0)
        }
    }
}
