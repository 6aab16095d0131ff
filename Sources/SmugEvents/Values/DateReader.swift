internal import SmugHTTP

/// Reads a time in any of the forms of ``DateText``.
///
/// The text is cut into numbers, names and marks, and the form is known by how it begins.
struct DateReader {
    private enum Word: Equatable {
        /// A run of digits and how many there are.
        case number(Int, digits: Int)
        case name(String)
        case mark(UInt8)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let maxBytes = 64

    private var words: ArraySlice<Word> = []
    private var year = 0
    private var month = 0
    private var day = 0
    /// Of the day, without the zone.
    private var seconds = 0
    private var fraction = Duration.zero

    init(_ text: String) {
        guard text.utf8.count <= Self.maxBytes else { return }
        words = Self.words(text)[...]
    }

    /// The time since 1970, or nil where the words are no time.
    mutating func time() -> Duration? {
        guard readDateAndTime(), words.isEmpty,
            let midnight = CivilTime.epochSeconds(year: year, month: month, day: day)
        else { return nil }
        return .seconds(midnight + Int64(seconds)) + fraction
    }

    private mutating func readDateAndTime() -> Bool {
        guard let first = words.first else { return false }
        if case .name = first { return readNamed() }
        guard case .number(let value, let digits) = first else { return false }
        words.removeFirst()
        if digits == 8 { return readBasic(value) }
        if digits == 4 { return readISO(value) }
        return readDayFirst(value)
    }

    // MARK: - The forms

    /// `2020-03-12T19:03:58.123+0100`, and the date alone.
    private mutating func readISO(_ year: Int) -> Bool {
        self.year = year
        guard skip("-"), let month = number(), skip("-"), let day = number() else { return false }
        self.month = month
        self.day = day
        if words.isEmpty { return true }
        _ = skip(name: "t")
        return readClock() && readZone()
    }

    /// `20200312T190358Z`.
    private mutating func readBasic(_ date: Int) -> Bool {
        (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
        if words.isEmpty { return true }
        guard skip(name: "t"), case .number(let clock, 6) = words.first else { return false }
        words.removeFirst()
        return setClock(clock / 10_000, clock / 100 % 100, clock % 100) && readZone()
    }

    /// `12/Mar/2020:19:03:58 +0000`, `12 Mar 2020 19:03:58 GMT`.
    private mutating func readDayFirst(_ day: Int) -> Bool {
        self.day = day
        let isSlashed = skip("/")
        guard readMonth(), !isSlashed || skip("/"), let year = number() else { return false }
        self.year = year
        _ = skip(":")
        return readClock() && readZone()
    }

    /// `Thu, 12 Mar 2020 …`, `Mar 12, 2020 7:03:58 PM`, `Thu Mar 12 19:03:58 UTC 2020`.
    private mutating func readNamed() -> Bool {
        if !readMonth() {
            words.removeFirst()
            if skip(",") {
                guard let day = number() else { return false }
                return readDayFirst(day)
            }
            guard readMonth() else { return false }
        }
        guard let day = number() else { return false }
        self.day = day
        if skip(",") {
            guard let year = number() else { return false }
            self.year = year
            _ = skip(",")
            return readClock() && readHalf() && readZone()
        }
        return readClock() && readZoneAndYear()
    }

    /// `UTC 2020`, `2020`, `2120 GMT`.
    private mutating func readZoneAndYear() -> Bool {
        if case .name = words.first, !readZone() { return false }
        guard let year = number() else { return false }
        self.year = year
        return readZone()
    }

    // MARK: - Their parts

    private mutating func readMonth() -> Bool {
        guard case .name(let name) = words.first,
            let index = Self.months.firstIndex(of: String(name.prefix(3)))
        else { return false }
        words.removeFirst()
        month = index + 1
        return true
    }

    private mutating func readClock() -> Bool {
        guard let hour = number(), skip(":"), let minute = number() else { return false }
        let second = skip(":") ? number() : 0
        guard let second, setClock(hour, minute, second) else { return false }
        guard skip(".") || skip(",") else { return true }
        guard case .number(let value, let digits) = words.first, digits <= 18 else { return false }
        words.removeFirst()
        var attoseconds = Int64(value)
        for _ in digits..<18 { attoseconds *= 10 }
        fraction = Duration(secondsComponent: 0, attosecondsComponent: attoseconds)
        return true
    }

    private mutating func setClock(_ hour: Int, _ minute: Int, _ second: Int) -> Bool {
        guard hour <= 24, minute < 60, second <= 60 else { return false }
        seconds = hour * 3_600 + minute * 60 + second
        return true
    }

    /// `PM` of a twelve-hour clock.
    private mutating func readHalf() -> Bool {
        let isMorning = skip(name: "am")
        guard isMorning || skip(name: "pm") else { return true }
        let hour = seconds / 3_600
        guard (1...12).contains(hour) else { return false }
        seconds += (hour % 12 + (isMorning ? 0 : 12) - hour) * 3_600
        return true
    }

    /// `Z`, `UTC`, `+01:00`, `-0700`, or nothing.
    private mutating func readZone() -> Bool {
        if skip(name: "z") || skip(name: "utc") || skip(name: "gmt") { return true }
        let isEast = skip("+")
        guard isEast || skip("-") else { return true }
        guard case .number(let value, let digits) = words.first else { return false }
        words.removeFirst()
        var (hours, minutes) = digits > 2 ? (value / 100, value % 100) : (value, 0)
        if skip(":") {
            guard let number = number() else { return false }
            minutes = number
        }
        guard hours < 24, minutes < 60 else { return false }
        if !isEast { (hours, minutes) = (-hours, -minutes) }
        seconds -= hours * 3_600 + minutes * 60
        return true
    }

    // MARK: - Words

    private mutating func number() -> Int? {
        guard case .number(let value, let digits) = words.first, digits <= 4 else { return nil }
        words.removeFirst()
        return value
    }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard words.first == .mark(UInt8(ascii: mark)) else { return false }
        words.removeFirst()
        return true
    }

    private mutating func skip(name: String) -> Bool {
        guard words.first == .name(name) else { return false }
        words.removeFirst()
        return true
    }

    private static func words(_ text: String) -> [Word] {
        var words: [Word] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if isDigit(byte) {
                let digits = rest.prefix(while: isDigit)
                let value = Int(String(decoding: digits, as: UTF8.self)) ?? .max
                words.append(.number(value, digits: digits.count))
                rest = rest.dropFirst(digits.count)
            } else if isLetter(byte) {
                let name = rest.prefix(while: isLetter)
                words.append(.name(String(decoding: name, as: UTF8.self).lowercased()))
                rest = rest.dropFirst(name.count)
            } else {
                if byte != UInt8(ascii: " ") { words.append(.mark(byte)) }
                rest = rest.dropFirst()
            }
        }
        return words
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
