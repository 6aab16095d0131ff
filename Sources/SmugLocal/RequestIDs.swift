internal import SmugJSON
internal import SmugLoop

/// Ids of invocations: version 4 UUIDs, as Lambda's are, and trace ids that fit them.
final class RequestIDs: Sendable {
    private let numbers: UniqueNumbers

    init(seeds: (UInt64, UInt64)? = nil) {
        numbers = UniqueNumbers(seeds: seeds)
    }

    /// 36 bytes: an id that no other call has returned.
    func next() -> [UInt8] {
        let (_, high, low) = numbers.next()
        var id: [UInt8] = []
        id.append(addingCapacity: UUIDText.count) { UUIDText.write(high, low, to: &$0) }
        return id
    }

    /// A trace that nobody samples: `Root=1-66a7b8c9-…;Parent=…;Sampled=0`.
    func nextTrace(at epochSeconds: Int64) -> [UInt8] {
        let (_, high, low) = numbers.next()
        let parent = numbers.next().high
        var trace = [UInt8]("Root=1-" as StaticString)
        trace.reserveCapacity(72)
        HexadecimalDigits.append(UInt64(truncatingIfNeeded: epochSeconds), digits: 8, to: &trace)
        trace.append(UInt8(ascii: "-"))
        HexadecimalDigits.append(high, to: &trace)
        HexadecimalDigits.append(low, digits: 8, to: &trace)
        trace += ";Parent=".utf8
        HexadecimalDigits.append(parent, to: &trace)
        trace += ";Sampled=0".utf8
        return trace
    }

    /// 32 hexadecimal digits, as the end of a log stream's name.
    func nextLogStream() -> String {
        let (_, high, low) = numbers.next()
        var name: [UInt8] = []
        HexadecimalDigits.append(high, to: &name)
        HexadecimalDigits.append(low, to: &name)
        return String(decoding: name, as: UTF8.self)
    }
}
