/// What a client takes, by `Accept-Encoding` (RFC 9110, section 12.5.3).
package struct AcceptEncoding: Hashable, Sendable {
    /// Weights in thousandths, by name in lower case; the last of a name counts.
    private var weights: [[UInt8]: Int] = [:]

    /// Takes one line after the other; without any the client has said nothing.
    package init() {}

    /// Elements past this many are not looked at: no client has so many.
    private static let maxElements = 32

    /// Takes one more line's value; what is malformed in it counts for nothing.
    package mutating func add(_ value: ArraySlice<UInt8>) {
        for element in value.split(separator: UInt8(ascii: ",")) {
            guard weights.count < Self.maxElements else { return }
            let parts = element.split(
                separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            guard let first = parts.first else { continue }
            let name = Self.trimmed(first).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            guard !name.isEmpty else { continue }
            var weight = 1000
            for part in parts.dropFirst() { weight = Self.weight(Self.trimmed(part)) ?? weight }
            weights[Self.alias(name)] = weight
        }
    }

    /// The coding that the client likes best; where it likes several as much, the first of them.
    ///
    /// - Returns: `nil` where it takes none of them.
    package func best(of codings: [ContentCoding]) -> ContentCoding? {
        var best: (coding: ContentCoding, weight: Int)?
        for coding in codings {
            let weight = weights[Array(coding.rawValue.utf8)] ?? weights[Array("*".utf8)] ?? 0
            if weight > best?.weight ?? 0 { best = (coding, weight) }
        }
        // Who would rather have it as it is, gets it so.
        if let best, let identity = weights[Array("identity".utf8)], identity > best.weight {
            return nil
        }
        return best?.coding
    }

    /// RFC 9110, section 8.4.1.3: the old name is the same coding.
    private static func alias(_ name: [UInt8]) -> [UInt8] {
        name.elementsEqual("x-gzip".utf8) ? Array("gzip".utf8) : name
    }

    /// The weight of `q=0.5`, which is 500.
    ///
    /// What is malformed is taken for no, and another parameter for nothing.
    private static func weight(_ parameter: ArraySlice<UInt8>) -> Int? {
        guard let first = parameter.first, first | 0x20 == UInt8(ascii: "q"),
            parameter.dropFirst().first == UInt8(ascii: "=")
        else { return nil }
        let digits = Array(parameter.dropFirst(2))
        guard let whole = digits.first, whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1"),
            digits.count <= 5, digits.count == 1 || digits[1] == UInt8(ascii: ".")
        else { return 0 }
        var value = Int(whole - 0x30) * 1000
        var place = 100
        for digit in digits.dropFirst(2) {
            guard digit &- 0x30 < 10 else { return 0 }
            value += Int(digit - 0x30) * place
            place /= 10
        }
        return value <= 1000 ? value : 0
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        return text
    }
}
