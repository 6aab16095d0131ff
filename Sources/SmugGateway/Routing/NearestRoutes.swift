/// Finds the routes that somebody may have meant whose path no route has.
enum NearestRoutes {
    /// How many are named.
    static let maxCount = 3

    /// The nearest routes for a path, perhaps with a query behind it; none that shares nothing.
    ///
    /// Paths are compared segment by segment: a parameter takes any, a literal costs its edits, and
    /// a segment too many or too few costs as much as one that has nothing in common.
    static func find(_ target: String, in routes: [RouteDefinition]) -> [RouteDefinition] {
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        let wanted = path.drop { $0 == UInt8(ascii: "/") }
            .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Array($0) }
        let ranked = routes.enumerated().compactMap { index, route in
            cost(wanted, route.template.segments).map { (cost: $0, index: index, route: route) }
        }
        return ranked.sorted { ($0.cost, $0.index) < ($1.cost, $1.index) }.prefix(maxCount)
            .map(\.route)
    }

    /// From 0 for what is equal; `nil` where more than half of the literals or of the segments are
    /// others.
    private static func cost(_ path: [[UInt8]], _ segments: [PathTemplate.Segment]) -> Double? {
        var literals = 0
        var differences = 0.0
        var odd = segments.last == .greedy ? 0 : Double(max(0, path.count - segments.count))
        for (index, segment) in segments.enumerated() {
            let given = index < path.count ? path[index] : nil
            if case .literal(let literal) = segment {
                literals += 1
                differences += given.map { difference($0, literal) } ?? 1
            } else if given?.isEmpty ?? true {
                odd += given == nil ? 1 : 0.5
            }
        }
        guard differences * 2 <= Double(literals),
            odd * 2 <= Double(max(path.count, segments.count))
        else { return nil }
        return differences + odd
    }

    /// From 0 for equal segments to 1 for such that have nothing in common.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> Double {
        let longest = max(left.count, right.count)
        guard longest > 0 else { return 0 }
        // What a person types is short; edits of more are not counted one by one.
        guard longest <= 64 else { return left == right ? 0 : 1 }
        let edits = NearestName.distance(lowercased(left), lowercased(right))
        return min(1, Double(edits) / Double(longest))
    }

    private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}
