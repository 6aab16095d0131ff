/// One request of recorded or generated traffic.
package struct Arrival: Hashable, Sendable {
    /// Since an arbitrary start.
    package let nanoseconds: Int64
    /// The number of its batch key; requests of different keys never share a batch.
    package let key: Int

    package init(nanoseconds: Int64, key: Int = 0) {
        self.nanoseconds = nanoseconds
        self.key = key
    }
}

/// Why a file is no list of arrivals: where, what, and what to do about it.
package struct ArrivalError: Error, Hashable, Sendable {
    /// Counted from 1; `nil` where it is the file as a whole.
    package let line: Int?
    /// What is wrong, as a sentence.
    package let message: String
    /// What to do, as an order.
    package let remedy: String
}

/// A file of arrivals: milliseconds, one a line, in any order.
///
/// White space around a number, empty lines and lines that start with `#` say nothing. Where the
/// count begins does not matter: times of day in milliseconds since 1970 do as well.
package enum ArrivalFile {
    /// Arrivals that are read of one file at most.
    package static var maxArrivals: Int { 20_000_000 }
    /// The year 2096, counted from 1970: what is later is no time that has been measured.
    private static var maxMilliseconds: Int64 { 4_000_000_000_000 }
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The arrivals, sorted by time; at least one.
    package static func read(_ bytes: [UInt8]) throws(ArrivalError) -> [Arrival] {
        var arrivals: [Arrival] = []
        var start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        var line = 0
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if let arrival = try arrival(bytes[start..<end], line) { arrivals.append(arrival) }
            guard arrivals.count <= maxArrivals else {
                throw ArrivalError(
                    line: line, message: "there are more than \(maxArrivals) arrivals",
                    remedy: "give a part of the file")
            }
            start = end + 1
        }
        guard !arrivals.isEmpty else {
            throw ArrivalError(
                line: nil, message: "there is no arrival",
                remedy: "write milliseconds, one a line, such as 12.5")
        }
        return arrivals.inOrder
    }

    private static func arrival(
        _ line: ArraySlice<UInt8>, _ number: Int
    ) throws(ArrivalError) -> Arrival? {
        let text = line.trimmed
        guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
        if let nanoseconds = plainNanoseconds(text) { return Arrival(nanoseconds: nanoseconds) }
        let shown = String(decoding: text.prefix(40), as: UTF8.self).printable
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
            throw ArrivalError(
                line: number, message: "'\(shown)' is not a number",
                remedy: "write milliseconds, one a line, such as 12.5")
        }
        guard (0...Double(maxMilliseconds)).contains(value) else {
            throw ArrivalError(
                line: number, message: "\(shown) is not from 0 to \(maxMilliseconds) milliseconds",
                remedy: "count milliseconds from the first request, or from 1970")
        }
        return Arrival(nanoseconds: Int64((value * 1_000_000).rounded()))
    }

    /// Digits with a fraction of up to six; `nil` for whatever else may be a number.
    private static func plainNanoseconds(_ text: ArraySlice<UInt8>) -> Int64? {
        guard text.count <= 18 else { return nil }
        var value: Int64 = 0
        var decimals = -1
        var digits = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
                digits += 1
                if decimals >= 0 { decimals += 1 }
            case UInt8(ascii: ".") where decimals < 0: decimals = 0
            default: return nil
            }
        }
        guard digits > 0, decimals <= 6 else { return nil }
        for _ in max(0, decimals)..<6 {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = shifted
        }
        return value <= maxMilliseconds * 1_000_000 ? value : nil
    }
}

extension [Arrival] {
    /// Sorted by time, where they are not.
    var inOrder: [Arrival] {
        let isSorted = zip(self, dropFirst()).allSatisfy { $0.nanoseconds <= $1.nanoseconds }
        return isSorted ? self : sorted { $0.nanoseconds < $1.nanoseconds }
    }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmed: ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { [9, 11, 12, 13, 32].contains($0) }
        var rest = self
        while let first = rest.first, isSpace(first) { rest.removeFirst() }
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
