extension JSONTape {
    /// A member's name.
    func name(at key: Int) -> String { text(nodes[key]) }

    /// The text of a string or name.
    @inline(__always)
    func text(_ node: JSONNode) -> String {
        if node.hasEscapes { return String(decoding: unescaped(node), as: UTF8.self) }
        return Self.text(bytes, in: node.range)
    }

    @inline(__always)
    private static func text(_ bytes: [UInt8], in range: Range<Int>) -> String {
        let utf8 = bytes.span.extracting(range)
        // The reader has seen that it is UTF-8. Text that is known as ASCII hashes and compares in a
        // third of the steps; what is short finds that out by itself.
        let isASCII = range.count > 15 && PlainRun.isASCII(utf8)
        return unsafe String(copying: UTF8Span(unchecked: utf8, isKnownASCII: isASCII))
    }

    /// The UTF-8 of a string or name.
    func utf8(of node: JSONNode) -> ArraySlice<UInt8> {
        node.hasEscapes ? unescaped(node)[...] : bytes[node.range]
    }

    func unescaped(_ node: JSONNode) -> [UInt8] {
        var output: [UInt8] = []
        let bytes = bytes
        JSONUnescaping.append(bytes.span, in: node.range, to: &output)
        return output
    }

    func string(at index: Int) throws -> String {
        guard nodes[index].kind == .string else { throw mismatch(String.self, at: index) }
        return text(nodes[index])
    }

    func bool(at index: Int) throws -> Bool {
        switch nodes[index].kind {
        case .yes: return true
        case .no: return false
        default: throw mismatch(Bool.self, at: index)
        }
    }

    /// An integer, also where its literal has a fraction of zeros or an exponent.
    @inline(__always)
    func integer<T: FixedWidthInteger>(_ type: T.Type, at index: Int) throws -> T {
        let node = nodes[index]
        guard node.kind == .number else { throw mismatch(type, at: index) }
        if node.isInteger, let value = JSONDecimal.int64(bytes, in: node.range),
            let exact = T(exactly: value)
        {
            return exact
        }
        return try uncommonInteger(type, at: index)
    }

    private func uncommonInteger<T: FixedWidthInteger>(_ type: T.Type, at index: Int) throws -> T {
        let node = nodes[index]
        let literal = String(decoding: bytes[node.range], as: UTF8.self)
        if node.isInteger {
            // Minus zero of an unsigned type is zero.
            if let value = T(literal) ?? (literal == "-0" ? 0 : nil) { return value }
        } else if let double = Double(literal), let value = Self.exact(double, as: type) {
            return value
        }
        throw unrepresentable(literal, type, at: index)
    }

    /// `T(exactly:)` would ask for the C library's mathematics.
    private static func exact<T: FixedWidthInteger>(_ value: Double, as type: T.Type) -> T? {
        if value >= -0x1p63, value < 0x1p63 {
            let integer = Int64(value)
            return Double(integer) == value ? T(exactly: integer) : nil
        }
        guard value >= 0x1p63, value < 0x1p64 else { return nil }
        return T(exactly: UInt64(value))
    }

    func double(at index: Int) throws -> Double {
        let node = nodes[index]
        guard node.kind == .number else { throw mismatch(Double.self, at: index) }
        if let value = JSONDecimal.double(bytes, in: node.range) { return value }
        return try floatingPoint(Double.self, at: index)
    }

    /// The nearest of the type; a literal beyond its range is an error, not infinity.
    func floatingPoint<T: BinaryFloatingPoint & LosslessStringConvertible>(
        _ type: T.Type, at index: Int
    ) throws -> T {
        let node = nodes[index]
        guard node.kind == .number else { throw mismatch(type, at: index) }
        let literal = String(decoding: bytes[node.range], as: UTF8.self)
        guard let value = T(literal), value.isFinite else {
            throw unrepresentable(literal, type, at: index)
        }
        return value
    }
}
