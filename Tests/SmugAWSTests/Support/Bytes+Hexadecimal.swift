import SmugJSON

extension [UInt8] {
    /// Two lower-case digits for each byte.
    var hexadecimal: [UInt8] {
        var digits: [UInt8] = []
        HexadecimalDigits.append(span, to: &digits)
        return digits
    }
}
