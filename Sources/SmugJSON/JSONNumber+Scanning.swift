extension JSONNumber {
    /// Finds the end of the number that starts at `start` with a minus or a digit.
    init(scanning bytes: Span<UInt8>, from start: Int, to end: Int) throws(JSONError) {
        var index = start
        if bytes[index] == UInt8(ascii: "-") { index &+= 1 }
        let integer = index
        index = try Self.endOfDigits(in: bytes, from: index, to: end)
        if bytes[integer] == UInt8(ascii: "0"), index > integer &+ 1 {
            throw JSONError(.invalidNumber, at: start)
        }
        var isInteger = true
        if index < end, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            index = try Self.endOfDigits(in: bytes, from: index &+ 1, to: end)
        }
        if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index &+= 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index &+= 1
            }
            index = try Self.endOfDigits(in: bytes, from: index, to: end)
        }
        self.init(range: start..<index, isInteger: isInteger)
    }

    /// The end of one or more digits.
    @inline(__always)
    private static func endOfDigits(
        in bytes: Span<UInt8>, from start: Int, to end: Int
    ) throws(JSONError) -> Int {
        var index = start
        while index < end, bytes[index] &- UInt8(ascii: "0") < 10 { index &+= 1 }
        guard index > start else {
            throw JSONError(index < end ? .invalidNumber : .unexpectedEnd, at: index)
        }
        return index
    }
}
