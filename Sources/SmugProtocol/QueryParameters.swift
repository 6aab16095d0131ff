import SmugJSON

/// The pairs of a query string, in order, with those of the same key linked.
struct QueryParameters {
    struct Pair {
        let key: Range<Int>
        let value: Range<Int>
        /// The next pair with the same key.
        var next: Int?
        /// Whether an earlier pair has the same key.
        var isRepetition = false
    }

    /// Up to this many pairs are compared each with each.
    private static let maxCompared = 24

    let bytes: [UInt8]
    private let coding: FormText.Coding
    private(set) var pairs: [Pair] = []

    /// Splits the query in `range`, which must lie in `bytes`.
    ///
    /// A part without `=` has an empty value; empty parts are no pairs.
    init(_ bytes: [UInt8], in range: Range<Int>, _ coding: FormText.Coding = .form) {
        self.bytes = bytes
        self.coding = coding
        var start = range.lowerBound
        var equals: Int?
        for index in range.lowerBound...range.upperBound {
            if index < range.upperBound, bytes[index] != UInt8(ascii: "&") {
                if equals == nil, bytes[index] == UInt8(ascii: "=") { equals = index }
                continue
            }
            if index > start {
                let value = equals.map { $0 + 1..<index } ?? index..<index
                pairs.append(Pair(key: start..<(equals ?? index), value: value))
            }
            start = index + 1
            equals = nil
        }
        if pairs.count <= Self.maxCompared { compareAll() } else { indexAll() }
    }

    /// Appends the rest of an object: the members and its end.
    func append(_ rule: ValueRule, to output: inout OutputSpan<UInt8>) {
        var isFirst = true
        for pair in pairs where !pair.isRepetition {
            output.append(isFirst ? "\"" : ",\"")
            isFirst = false
            key(pair).appendEscaped(to: &output)
            switch rule {
            case .joined:
                output.append("\":\"")
                appendValues(from: pair, separator: ",", to: &output)
                output.append("\"")
            case .all:
                output.append("\":[\"")
                appendValues(from: pair, separator: "\",\"", to: &output)
                output.append("\"]")
            case .last:
                output.append("\":\"")
                var last = pair
                while let next = last.next { last = pairs[next] }
                value(last).appendEscaped(to: &output)
                output.append("\"")
            }
        }
        output.append("}")
    }

    private func appendValues(
        from pair: Pair, separator: StaticString, to output: inout OutputSpan<UInt8>
    ) {
        value(pair).appendEscaped(to: &output)
        var next = pair.next
        while let index = next {
            output.append(separator)
            value(pairs[index]).appendEscaped(to: &output)
            next = pairs[index].next
        }
    }

    private func key(_ pair: Pair) -> FormText { FormText(bytes, in: pair.key, coding) }
    private func value(_ pair: Pair) -> FormText { FormText(bytes, in: pair.value, coding) }

    private mutating func compareAll() {
        for first in pairs.indices where pairs[first].next == nil {
            for second in pairs.indices.dropFirst(first + 1)
            where key(pairs[first]).elementsEqual(key(pairs[second])) {
                link(first, second)
                break
            }
        }
    }

    /// For a query of thousands of pairs, which comparing each with each would make slow.
    private mutating func indexAll() {
        var last: [[UInt8]: Int] = [:]
        for index in pairs.indices {
            let key = Array(key(pairs[index]))
            if let previous = last.updateValue(index, forKey: key) { link(previous, index) }
        }
    }

    private mutating func link(_ first: Int, _ second: Int) {
        pairs[first].next = second
        pairs[second].isRepetition = true
    }
}
