/// Reads JSON one token at a time, and checks it strictly against RFC 8259 as it goes.
///
/// Strings and numbers stay where they are: a token holds their range, and the reader unescapes
/// or converts on demand. A byte order mark, invalid UTF-8 and anything after the value are
/// errors. After an error every further call throws the same one.
@usableFromInline package struct JSONReader: Sendable {
    private enum State {
        case value
        /// After `[`: a value or `]`.
        case firstElement
        /// After `{`: a key or `}`.
        case firstKey
        case colon
        case afterValue
        case failed(JSONError)
    }

    /// All bytes, also when a range of them is read; what tokens' ranges refer to.
    @usableFromInline package let bytes: [UInt8]
    /// Where the next token's search starts, as an index into `bytes`.
    package private(set) var offset: Int
    /// Where the last token started: its brace, quote or first digit.
    package private(set) var tokenOffset: Int
    /// How many arrays and objects are open.
    package private(set) var depth = 0
    let loneSurrogates: LoneSurrogates
    private let end: Int
    private let maxDepth: Int
    /// One bit for each open container, the innermost lowest: 1 for an object.
    private var containers: UInt128 = 0
    private var state = State.value

    /// Starts before the value in `range`, or in all of `bytes`.
    ///
    /// `maxDepth` is at most 128; more counts as 128. A range beyond the bytes is cut to them.
    package init(
        _ bytes: [UInt8], in range: Range<Int>? = nil, maxDepth: Int = 128,
        loneSurrogates: LoneSurrogates = .refuse
    ) {
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        self.bytes = bytes
        self.offset = range.lowerBound
        self.tokenOffset = range.lowerBound
        self.end = range.upperBound
        self.maxDepth = min(maxDepth, 128)
        self.loneSurrogates = loneSurrogates
        if bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) {
            state = .failed(JSONError(.byteOrderMark, at: range.lowerBound))
        }
    }

    /// Reads the next token; `.end` after the top-level value, however often it is asked.
    package mutating func next() throws(JSONError) -> Token {
        do {
            return try advance()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Reads the next value whole and returns the range of its bytes.
    ///
    /// To be called where a value must come: at the start, after a key, or inside an array that
    /// has another element.
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        let token = try next()
        switch token {
        case .endObject, .endArray, .key, .end:
            let error = JSONError(token == .end ? .unexpectedEnd : .unexpectedByte, at: tokenOffset)
            state = .failed(error)
            throw error
        default:
            let start = tokenOffset
            try skipRest(of: token)
            return start..<offset
        }
    }

    /// Reads on to the end of the value that `token`, the last one read, began.
    package mutating func skipRest(of token: Token) throws(JSONError) {
        switch token {
        case .beginObject, .beginArray: break
        default: return
        }
        let outside = depth &- 1
        while depth > outside { _ = try next() }
    }

    private mutating func advance() throws(JSONError) -> Token {
        skipWhiteSpace()
        tokenOffset = offset
        switch state {
        case .value:
            break
        case .firstElement:
            if try byte() == UInt8(ascii: "]") { return close(.endArray) }
        case .firstKey:
            return try byte() == UInt8(ascii: "}") ? close(.endObject) : try key()
        case .colon:
            guard try byte() == UInt8(ascii: ":") else { throw unexpected() }
            passSeparator()
        case .afterValue:
            if depth == 0 {
                guard offset == end else { throw JSONError(.trailingBytes, at: offset) }
                return .end
            }
            let isObject = containers & 1 == 1
            let byte = try byte()
            if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                return close(isObject ? .endObject : .endArray)
            }
            guard byte == UInt8(ascii: ",") else { throw unexpected() }
            passSeparator()
            if isObject { return try key() }
        case .failed(let error):
            throw error
        }
        return try value(startingWith: try byte())
    }

    /// Goes on from a colon or a comma to the token behind it.
    @inline(__always)
    private mutating func passSeparator() {
        offset &+= 1
        skipWhiteSpace()
        tokenOffset = offset
    }

    @inline(__always)
    private mutating func key() throws(JSONError) -> Token {
        guard try byte() == UInt8(ascii: "\"") else { throw unexpected() }
        let string = try scanString()
        state = .colon
        return .key(string)
    }

    @inline(__always)
    private mutating func value(startingWith byte: UInt8) throws(JSONError) -> Token {
        switch byte {
        case UInt8(ascii: "\""):
            let string = try scanString()
            state = .afterValue
            return .string(string)
        case UInt8(ascii: "{"):
            try open(isObject: true)
            return .beginObject
        case UInt8(ascii: "["):
            try open(isObject: false)
            return .beginArray
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = try JSONNumber(scanning: bytes.span, from: offset, to: end)
            offset = number.range.upperBound
            state = .afterValue
            return .number(number)
        case UInt8(ascii: "t"):
            return try literal("true", .bool(true))
        case UInt8(ascii: "f"):
            return try literal("false", .bool(false))
        case UInt8(ascii: "n"):
            return try literal("null", .null)
        default:
            throw unexpected()
        }
    }

    @inline(__always)
    private mutating func scanString() throws(JSONError) -> JSONString {
        let string = try JSONString(
            scanning: bytes.span, from: offset &+ 1, to: end, loneSurrogates: loneSurrogates)
        offset = string.range.upperBound &+ 1
        return string
    }

    private mutating func literal(_ name: StaticString, _ token: Token) throws(JSONError) -> Token {
        for index in 0..<name.utf8CodeUnitCount {
            guard offset &+ index < end else { throw JSONError(.unexpectedEnd, at: end) }
            guard unsafe name.utf8Start[index] == bytes[offset &+ index] else {
                throw JSONError(.unexpectedByte, at: offset &+ index)
            }
        }
        offset &+= name.utf8CodeUnitCount
        state = .afterValue
        return token
    }

    private mutating func open(isObject: Bool) throws(JSONError) {
        guard depth < maxDepth else { throw JSONError(.tooDeep, at: offset) }
        depth &+= 1
        containers = containers &<< 1 | (isObject ? 1 : 0)
        offset &+= 1
        state = isObject ? .firstKey : .firstElement
    }

    private mutating func close(_ token: Token) -> Token {
        depth &-= 1
        containers = containers &>> 1
        offset &+= 1
        state = .afterValue
        return token
    }

    @inline(__always)
    private mutating func skipWhiteSpace() {
        while offset < end {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset &+= 1
            default: return
            }
        }
    }

    @inline(__always)
    private func byte() throws(JSONError) -> UInt8 {
        guard offset < end else { throw JSONError(.unexpectedEnd, at: end) }
        return bytes[offset]
    }

    private func unexpected() -> JSONError { JSONError(.unexpectedByte, at: offset) }
}
