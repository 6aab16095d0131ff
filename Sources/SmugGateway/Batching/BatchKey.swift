/// What the requests of one batch have in common.
///
/// A route stands for its function, template and invoke mode. The rest is bytes: the method where
/// the route takes several, and the values of the route's key dimensions, each with its length in
/// front so that no two lists of values look alike. A missing value is a value of its own.
struct BatchKey: Hashable, Sendable {
    let route: Int
    private(set) var dimensions: [UInt8] = []

    init(route: Int) {
        self.route = route
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
