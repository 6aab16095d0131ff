import SmugJSON

/// The payload of one invocation: a prefix, the items joined, a suffix.
///
/// Items are JSON already, so the size is known before anything is built, and a batch that is too
/// large is split without writing an item again.
package struct BatchEnvelope: Sendable {
    /// Up to and with `"receivedAtMs":`.
    private let prefix: [UInt8]
    private static let middle: StaticString = "},\"batch\":["
    private static let suffix: StaticString = "]}"

    /// Prepares the envelopes of a route, named by its template: `/hello/{id}`.
    package init(route: String) {
        var prefix: [UInt8] = []
        prefix.append("{\"v\":1,\"meta\":{\"gateway\":\"simple-multiplexer-gateway\",\"route\":\"")
        JSONEscaping.append(route, to: &prefix)
        prefix.append("\",\"receivedAtMs\":")
        self.prefix = prefix
    }

    /// The most bytes an envelope takes beside its items and the commas between them.
    package var maxOverhead: Int { overhead(digits: DecimalDigits.count(of: .min)) }

    /// The exact size of an envelope for items of these bytes altogether.
    package func size(itemBytes: Int, items: Int, receivedAtMs: Int64) -> Int {
        overhead(digits: DecimalDigits.count(of: receivedAtMs)) + itemBytes + max(items - 1, 0)
    }

    /// Whether an item may travel at all: alone in its envelope it is within `maxBytes`.
    package func fits(itemBytes: Int, maxBytes: Int) -> Bool {
        itemBytes <= maxBytes - maxOverhead
    }

    /// The payload of so many items, each told by its number from 0 on; `receivedAtMs` is when the
    /// first of them arrived, in epoch milliseconds.
    ///
    /// - Parameter itemBytes: of all items; what is reserved, whatever the items turn out to be.
    package func envelope(
        itemBytes: Int, items: Int, receivedAtMs: Int64, _ item: (Int) -> [UInt8]
    ) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(
            size(itemBytes: itemBytes, items: items, receivedAtMs: receivedAtMs))
        output.append(prefix.span)
        DecimalDigits.append(receivedAtMs, to: &output)
        output.append(Self.middle)
        for number in 0..<items {
            if number > 0 { output.append(UInt8(ascii: ",")) }
            output.append(item(number).span)
        }
        output.append(Self.suffix)
        return output
    }

    private func overhead(digits: Int) -> Int {
        prefix.count + digits + Self.middle.utf8CodeUnitCount + Self.suffix.utf8CodeUnitCount
    }
}
