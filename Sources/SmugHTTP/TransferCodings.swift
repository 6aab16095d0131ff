/// What all Transfer-Encoding fields of a message say (RFC 9112, section 6.1).
enum TransferCodings: Sendable {
    /// There is no such field.
    case absent
    /// Exactly `chunked`.
    case chunked
    /// Well formed, but with a coding that is not understood here.
    case unsupported(endsInChunked: Bool)

    /// Takes the value of one more field.
    mutating func add(_ bytes: [UInt8], _ value: Range<Int>) throws(HTTPParseError) {
        var elements = ListElements(value)
        while let element = elements.next(in: bytes) {
            guard !element.isEmpty, element.allSatisfy({ ASCII.isTokenByte(bytes[$0]) }) else {
                throw HTTPParseError(.invalidTransferEncoding)
            }
            try add(isChunked: bytes.holdsIgnoringCase("chunked", at: element))
        }
    }

    private mutating func add(isChunked: Bool) throws(HTTPParseError) {
        switch self {
        case .absent: self = isChunked ? .chunked : .unsupported(endsInChunked: false)
        case .unsupported(endsInChunked: false): self = .unsupported(endsInChunked: isChunked)
        case .chunked, .unsupported(endsInChunked: true): throw HTTPParseError(.chunkedNotFinal)
        }
    }
}
