internal import SmugHTTP
internal import SmugJSON

/// The arrivals of one route in an access log of the gateway.
///
/// A line's `time` is when the request ended and `totalMs` how long it took, so the times are as
/// exact as the log's, to a millisecond. Lines of other events and other programs say nothing.
package struct AccessLogArrivals: Sendable {
    /// Sorted by time.
    package private(set) var arrivals: [Arrival] = []
    /// Every route in the log with how many requests it has, the busiest first.
    package private(set) var routes: [(name: String, requests: Int)] = []

    private struct Line {
        var isRequest = false
        var method = ""
        var route = ""
        var key = ""
        var time: Int64?
        var total: Double?
    }

    private struct Key: Hashable {
        let method: String
        let value: String
    }

    private let route: RouteSignature
    private let hasKeys: Bool
    /// Methods with a route of their own on the same path.
    private let taken: Set<String>
    private var counts: [String: Int] = [:]
    private var keys: [Key: Int] = [:]

    /// - Parameters:
    ///   - route: whose requests are wanted, all those that the gateway gives it.
    ///   - others: the other routes of its manifest.
    ///   - hasKeys: whether requests of the route have other keys than by their methods.
    /// - Throws: for a line that starts like one of the log and is none, unless it is the last,
    ///   which may have been cut off.
    package init(
        _ bytes: [UInt8], route: RouteSignature, among others: [RouteSignature] = [],
        hasKeys: Bool = true
    ) throws(ArrivalError) {
        self.route = route
        self.hasKeys = hasKeys
        let here = others.filter { $0.template.text == route.template.text }
        taken = Set(here.compactMap { $0.method?.rawValue })
        var start = 0
        var number = 0
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line: Line?
            do throws(JSONError) {
                line = try Self.line(bytes, start..<end)
            } catch {
                if end == bytes.count { break }
                throw Self.error(number, "this is no line of an access log: \(error)")
            }
            guard take(line) else {
                throw Self.error(number, "the request has no time as the log writes it")
            }
            start = end + 1
        }
        arrivals = arrivals.inOrder
        routes = counts.map { (name: $0.key, requests: $0.value) }
            .sorted { ($1.requests, $0.name) < ($0.requests, $1.name) }
    }

    private static func error(_ line: Int, _ message: String) -> ArrivalError {
        ArrivalError(
            line: line, message: message,
            remedy: "give the gateway's own log, or --arrivals for milliseconds")
    }

    /// `false` for a request without a time.
    private mutating func take(_ line: Line?) -> Bool {
        guard let line, line.isRequest, !line.route.isEmpty else { return true }
        guard let time = line.time else { return false }
        counts["\(line.method) \(line.route)", default: 0] += 1
        guard line.route == route.template.text, isOwn(line.method) else { return true }
        // A time of day in nanoseconds is more than a double holds.
        let took = min(max(line.total ?? 0, 0), Double(time))
        let began = time * 1_000_000 - Int64((took * 1_000_000).rounded())
        // The method is part of every batch key.
        let value = Key(method: line.method, value: hasKeys ? line.key : "")
        let key = keys[value] ?? keys.count
        keys[value] = key
        arrivals.append(Arrival(nanoseconds: max(0, began), key: key))
        return true
    }

    /// As the router gives methods to routes.
    private func isOwn(_ method: String) -> Bool {
        if let own = route.method?.rawValue, own == method { return true }
        let isHead = method == HTTPMethod.head.rawValue
        guard !taken.contains(method) else { return false }
        if isHead, route.method == .get { return true }
        return route.method == nil && !(isHead && taken.contains(HTTPMethod.get.rawValue))
    }

    /// The request of a line of the log; `nil` where none is in it.
    ///
    /// Whoever collects logs may put words of its own before each line, also with braces.
    private static func line(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) -> Line? {
        var next = nextObject(bytes, range)
        var broken: JSONError?
        for _ in 0..<maxObjects {
            guard let start = next else { break }
            do throws(JSONError) {
                let line = try object(bytes, start..<range.upperBound)
                if line.isRequest { return line }
            } catch {
                if start == range.lowerBound { broken = error }
            }
            next = nextObject(bytes, start + 1..<range.upperBound)
        }
        if let broken { throw broken }
        return nil
    }

    private static func nextObject(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        range.dropLast().first {
            bytes[$0] == UInt8(ascii: "{") && bytes[$0 + 1] == UInt8(ascii: "\"")
        }
    }

    /// Objects that are looked at in one line.
    private static let maxObjects = 16

    private static func object(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) -> Line {
        var line = Line()
        var reader = JSONReader(bytes, in: range)
        _ = try reader.next()
        while case .key(let name) = try reader.next() {
            let token = try reader.next()
            switch token {
            case .string(let text):
                if reader.equals(name, "event") { line.isRequest = reader.equals(text, "request") }
                if reader.equals(name, "method") { line.method = reader.string(text) }
                if reader.equals(name, "route") { line.route = reader.string(text) }
                if reader.equals(name, "key") { line.key = reader.string(text) }
                if reader.equals(name, "time") { line.time = milliseconds(bytes[text.range]) }
            case .number(let number):
                if reader.equals(name, "totalMs") { line.total = reader.double(number) }
            default: try reader.skipRest(of: token)
            }
        }
        return line
    }

    /// Milliseconds since 1970 of `2026-01-02T03:04:05.678Z`; such that nanoseconds fit too.
    static func milliseconds(_ text: ArraySlice<UInt8>) -> Int64? {
        let shape = Array("0000-00-00T00:00:00.000Z".utf8)
        guard text.count == shape.count else { return nil }
        var numbers: [Int64] = [0]
        for (byte, expected) in zip(text, shape) {
            if expected == UInt8(ascii: "0") {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                numbers[numbers.count - 1] =
                    numbers[numbers.count - 1] * 10 + Int64(byte - UInt8(ascii: "0"))
            } else {
                guard byte == expected else { return nil }
                numbers.append(0)
            }
        }
        let ranges: [ClosedRange<Int64>] = [
            1970...2261, 1...12, 1...31, 0...23, 0...59, 0...60, 0...999,
        ]
        guard zip(ranges, numbers).allSatisfy({ $0.contains($1) }) else { return nil }
        let days = days(year: numbers[0], month: numbers[1], day: numbers[2])
        let seconds = ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
        return seconds * 1000 + numbers[6]
    }

    /// Days since 1 January 1970 in the Gregorian calendar; years begin in March here.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let month = month <= 2 ? month + 9 : month - 3
        let leaps = year / 4 - year / 100 + year / 400
        return year * 365 + leaps + (153 * month + 2) / 5 + day - 1 - 719_468
    }
}
