/// Splits a batch into invocations that each stay within the payload limit.
package enum BatchPacking {
    /// The groups, in order of arrival: each takes items as long as they fit.
    ///
    /// `sizes` are the items' bytes, `overhead` those of an envelope without items. An item that
    /// alone is over the limit is for the caller to refuse beforehand; here it is its own group.
    package static func groups(sizes: [Int], overhead: Int, maxBytes: Int) -> [Range<Int>] {
        let room = max(maxBytes - overhead, 0)
        var groups: [Range<Int>] = []
        var start = 0
        var left = room
        for (index, size) in sizes.enumerated() {
            if index == start {
                left = room - size
            } else if size <= left - 1 {
                left -= size + 1
            } else {
                groups.append(start..<index)
                start = index
                left = room - size
            }
        }
        if start < sizes.count { groups.append(start..<sizes.count) }
        return groups
    }
}
