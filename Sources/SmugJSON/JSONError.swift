/// Why bytes are not JSON (RFC 8259), and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Code: Sendable {
        /// The bytes ended inside a value.
        case unexpectedEnd
        /// A byte that the grammar does not allow here.
        case unexpectedByte
        /// Something other than white space after the top-level value.
        case trailingBytes
        /// A byte order mark in front of the value.
        case byteOrderMark
        /// Bytes in a string that are not UTF-8: overlong, surrogate, above U+10FFFF, or cut.
        case invalidUTF8
        /// A backslash that starts none of the escapes of RFC 8259, section 7.
        case invalidEscape
        /// Half of a surrogate pair, escaped.
        case loneSurrogate
        /// An unescaped character below U+0020 in a string.
        case controlCharacter
        /// A number outside the grammar: leading zero, lone minus, no digit where one must be.
        case invalidNumber
        /// A number too large for a finite `Double`.
        case numberOutOfRange
        /// More arrays and objects inside each other than the reader allows.
        case tooDeep
        /// More bytes than a decoder takes.
        case tooLarge
    }

    /// The rule that was broken.
    public let code: Code
    /// Offset into the reader's bytes, also when it reads only a range of them.
    public let offset: Int

    /// A fault of this kind at an offset into the bytes.
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// What is wrong and where, for a person.
    public var description: String { "\(code.text) at byte \(offset)" }
}

extension JSONError.Code {
    fileprivate var text: String {
        switch self {
        case .unexpectedEnd: "JSON ends inside a value"
        case .unexpectedByte: "unexpected character"
        case .trailingBytes: "unexpected text after the JSON value"
        case .byteOrderMark: "byte order mark before the JSON value"
        case .invalidUTF8: "invalid UTF-8"
        case .invalidEscape: "invalid escape"
        case .loneSurrogate: "half of a surrogate pair"
        case .controlCharacter: "control character in a string"
        case .invalidNumber: "invalid number"
        case .numberOutOfRange: "number out of range"
        case .tooDeep: "values nested too deeply"
        case .tooLarge: "more bytes than can be decoded"
        }
    }
}
