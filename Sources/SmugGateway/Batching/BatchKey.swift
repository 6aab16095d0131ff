/// What the requests of one batch have in common.
///
/// A route stands for its function, template and invoke mode. The rest is bytes: the method where
/// the route takes several, and the values of the route's key dimensions, each with its length in
/// front so that no two lists of values look alike. A missing value is a value of its own.
struct BatchKey: Hashable, Sendable {
    let route: Int
    private(set) var dimensions: [UInt8]

    /// - Parameter missing: how many of its first values a request did not have.
    init(route: Int, missing: Int = 0) {
        self.route = route
        dimensions = Array(repeating: 0, count: missing)
    }

    mutating func append(_ value: ArraySlice<UInt8>?) {
        guard let value else {
            dimensions.append(0)
            return
        }
        dimensions.reserveCapacity(dimensions.count + value.count + 5)
        dimensions.append(1)
        unsafe withUnsafeBytes(of: UInt32(truncatingIfNeeded: value.count)) {
            unsafe dimensions.append(contentsOf: $0)
        }
        dimensions.append(contentsOf: value)
    }

    /// Takes the bytes in one go, where an array would give them one by one.
    func hash(into hasher: inout Hasher) {
        hasher.combine(route)
        unsafe dimensions.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}
