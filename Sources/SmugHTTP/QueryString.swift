/// The pairs of `application/x-www-form-urlencoded`, in order, as bytes.
///
/// `+` is a space, and a malformed escape stays as it is written. A part without `=` is a key with
/// an empty value; empty parts (`a&&b`) are passed over.
package struct QueryString: Sequence, Sendable {
    /// A key and its value, both decoded; neither need be UTF-8.
    package struct Pair: Hashable, Sendable {
        /// What stands before the first `=`.
        package let key: [UInt8]
        /// What stands after it.
        package let value: [UInt8]
    }

    private let bytes: ArraySlice<UInt8>

    /// Takes a query without its `?`, or a form's body.
    package init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// Decodes one pair with each `next()`.
    package func makeIterator() -> Iterator { Iterator(rest: bytes) }

    /// Decodes one key or value.
    package static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == ASCII.percent, let escaped = PercentEncoding.escaped(bytes, index) {
                output.append(escaped)
                index += 3
            } else {
                output.append(byte == ASCII.plus ? ASCII.space : byte)
                index += 1
            }
        }
        return output
    }

    /// Walks the pairs.
    package struct Iterator: IteratorProtocol, Sendable {
        private var rest: ArraySlice<UInt8>

        fileprivate init(rest: ArraySlice<UInt8>) { self.rest = rest }

        /// The next pair, or `nil` after the last.
        package mutating func next() -> Pair? {
            while !rest.isEmpty {
                let end = rest.firstIndex(of: ASCII.ampersand) ?? rest.endIndex
                let part = rest[rest.startIndex..<end]
                rest = end < rest.endIndex ? rest[(end + 1)...] : []
                if part.isEmpty { continue }
                let equals = part.firstIndex(of: ASCII.equals)
                let value = equals.map { part[($0 + 1)...] } ?? []
                return Pair(
                    key: decode(part[part.startIndex..<(equals ?? part.endIndex)]),
                    value: decode(value))
            }
            return nil
        }
    }
}
