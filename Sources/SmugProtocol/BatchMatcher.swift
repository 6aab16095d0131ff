/// Matches records with the requests of their batch, by id, in any order.
package struct BatchMatcher: Sendable {
    /// Whose record it is.
    package enum Match: Hashable, Sendable {
        /// The request at this index of the batch; the first record for it.
        case request(Int)
        /// A request that has its answer: the first one stands.
        case duplicate
        /// No request of this batch, or no id at all.
        case unknown
    }

    private let ids: [[UInt8]]
    private var isAnswered: [Bool]
    /// Most answers come in the order of the requests.
    private var expected = 0
    /// Filled by the first answer that comes out of order.
    private var indices: [[UInt8]: Int] = [:]
    /// Records that came again for the same request.
    package private(set) var duplicates = 0
    /// Records for no request of this batch.
    package private(set) var unknown = 0

    /// Takes the batch's ids, which differ from each other.
    package init(ids: [[UInt8]]) {
        self.ids = ids
        isAnswered = Array(repeating: false, count: ids.count)
    }

    /// Says whose record it is, and counts it.
    package mutating func match(_ id: ArraySlice<UInt8>?) -> Match {
        guard let index = find(id) else { return .unknown }
        guard !isAnswered[index] else {
            duplicates += 1
            return .duplicate
        }
        isAnswered[index] = true
        return .request(index)
    }

    /// The request that a record is for, whether it has its answer or not; counts records for none.
    mutating func find(_ id: ArraySlice<UInt8>?) -> Int? {
        guard let id, let index = index(of: id) else {
            unknown += 1
            return nil
        }
        expected = index + 1
        return index
    }

    /// The requests without an answer so far.
    package var unanswered: [Int] { isAnswered.indices.filter { !isAnswered[$0] } }

    private mutating func index(of id: ArraySlice<UInt8>) -> Int? {
        if expected < ids.count {
            let next = ids[expected]
            if next.span.holds(id.span) { return expected }
        }
        if indices.isEmpty {
            for (index, id) in ids.enumerated() { indices[id] = index }
        }
        return indices[Array(id)]
    }
}
