/// A scalar as it was written; what it means is decided when it is read.
struct YAMLScalar: Hashable, Sendable {
    /// A tag of the core schema, written out in the document.
    enum Tag: Hashable, Sendable { case null, boolean, integer, float, string }

    enum Resolved: Hashable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int)
        /// Also an integer that is too large for `Int`.
        case float(Double)
        case string(String)
    }

    let text: String
    /// Neither quoted nor a block scalar, so the text may mean a number, a boolean or null.
    let isPlain: Bool
    let tag: Tag?

    init(_ text: String, isPlain: Bool, tag: Tag? = nil) {
        self.text = text
        self.isPlain = isPlain
        self.tag = tag
    }

    /// The meaning by the core schema (YAML 1.2.2, section 10.3.2).
    ///
    /// `yes`, `on` and `0777` are therefore the strings and the number they look like. A tag that
    /// does not fit its text is passed over.
    var resolved: Resolved {
        switch tag {
        case .string: .string(text)
        case nil: isPlain ? Self.resolve(text) : .string(text)
        case .null, .boolean, .integer: Self.resolve(text)
        case .float:
            if case .integer(let value) = Self.resolve(text) {
                .float(Double(value))
            } else {
                Self.resolve(text)
            }
        }
    }

    private static func resolve(_ text: String) -> Resolved {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .boolean(true)
        case "false", "False", "FALSE": .boolean(false)
        default: number(text) ?? .string(text)
        }
    }

    /// The number that the text is by the core schema, or `nil`.
    static func number(_ text: String) -> Resolved? {
        var bytes = Array(text.utf8)[...]
        if let prefixed = prefixedInteger(bytes) { return prefixed }
        var isNegative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        switch String(decoding: bytes, as: UTF8.self) {
        case ".inf", ".Inf", ".INF": return .float(isNegative ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": return bytes.count == text.utf8.count ? .float(.nan) : nil
        default: break
        }
        switch decimalForm(bytes) {
        case .integer?:
            if let value = Int(text) { return .integer(value) }
            return Double(text).map { .float($0) }
        case .float?:
            return .float(Double(text) ?? (isNegative ? -.infinity : .infinity))
        case nil:
            return nil
        }
    }

    /// `0x1F` or `0o17`.
    private static func prefixedInteger(_ bytes: ArraySlice<UInt8>) -> Resolved? {
        guard bytes.count > 2, bytes.first == UInt8(ascii: "0") else { return nil }
        let radix: Int
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "x"): radix = 16
        case UInt8(ascii: "o"): radix = 8
        default: return nil
        }
        let digits = bytes.dropFirst(2)
        guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-")
        else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: radix).map { .integer($0) }
    }

    private enum DecimalForm { case integer, float }

    /// Whether the unsigned text is `1`, or one of `1.5`, `.5`, `1.`, `1e3`.
    private static func decimalForm(_ bytes: ArraySlice<UInt8>) -> DecimalForm? {
        var rest = bytes
        let whole = takeDigits(&rest)
        var form = DecimalForm.integer
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = takeDigits(&rest)
            form = .float
        }
        guard whole + fraction > 0 else { return nil }
        if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                rest.removeFirst()
            }
            guard takeDigits(&rest) > 0 else { return nil }
            form = .float
        }
        return rest.isEmpty ? form : nil
    }

    private static func takeDigits(_ bytes: inout ArraySlice<UInt8>) -> Int {
        let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        bytes = bytes.dropFirst(digits.count)
        return digits.count
    }
}
