import SmugJSON
import SmugLoop

/// Ids of requests: `r-` and a version 4 UUID.
final class RequestIDGenerator: Sendable {
    private let numbers = UniqueNumbers()

    /// A number that no other request of the process has, and its id.
    func next() -> (number: UInt64, id: [UInt8]) {
        let (count, high, low) = numbers.next()
        var id: [UInt8] = []
        // The initialiser that takes a capacity looks the array's type up by name each time.
        id.append(addingCapacity: 2 + UUIDText.count) { output in
            output.append(UInt8(ascii: "r"))
            output.append(UInt8(ascii: "-"))
            UUIDText.write(high, low, to: &output)
        }
        return (count, id)
    }
}
