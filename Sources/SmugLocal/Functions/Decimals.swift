internal import SmugLoop

/// Durations as Lambda writes them: with two decimals.
enum Decimals {
    static func milliseconds(_ duration: Duration) -> String {
        hundredths(duration.wholeNanoseconds / 10_000)
    }

    static func seconds(_ duration: Duration) -> String {
        hundredths(duration.wholeNanoseconds / 10_000_000)
    }

    private static func hundredths(_ count: Int64) -> String {
        let rest = count % 100
        return "\(count / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

extension Duration {
    func wholeMilliseconds(roundingUp: Bool = false) -> Int64 {
        let nanoseconds = wholeNanoseconds
        let whole = nanoseconds / 1_000_000
        return roundingUp && nanoseconds % 1_000_000 > 0 ? whole + 1 : whole
    }
}
