/// Finds the name that somebody meant who wrote another one.
package enum NearestName {
    /// The nearest of `candidates`: at most two edits away without regard to case, else the
    /// shortest that one of the two is the beginning of.
    package static func find(_ name: String, in candidates: some Sequence<String>) -> String? {
        let written = Array(name.lowercased().utf8.prefix(maxLength))
        var best: (distance: Int, name: String)?
        var prefixed: String?
        for candidate in candidates {
            let known = Array(candidate.lowercased().utf8.prefix(maxLength))
            let distance = distance(written, known)
            // Two edits make any short name of any other.
            if distance <= min(2, known.count / 2), distance < best?.distance ?? 3 {
                best = (distance, candidate)
            }
            guard min(written.count, known.count) >= 3 else { continue }
            if written.starts(with: known) || known.starts(with: written),
                candidate.utf8.count < prefixed?.utf8.count ?? .max
            {
                prefixed = candidate
            }
        }
        return best?.name ?? prefixed
    }

    private static let maxLength = 64

    /// The edits between two words by Damerau and Levenshtein, each place edited at most once:
    /// insert, delete, replace, swap neighbours.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                let replaced = last[column] + (leftByte == rightByte ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, leftByte == right[column - 1],
                    left[row - 1] == rightByte
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
