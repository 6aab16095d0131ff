extension BatchKey {
    /// The values that the key holds, in order; `nil` for one that the request did not have.
    var values: [ArraySlice<UInt8>?] {
        var values: [ArraySlice<UInt8>?] = []
        var rest = dimensions[...]
        while let mark = rest.popFirst() {
            guard mark == 1 else {
                values.append(nil)
                continue
            }
            guard rest.count >= 4 else { break }
            var count: UInt32 = 0
            unsafe withUnsafeMutableBytes(of: &count) { unsafe $0.copyBytes(from: rest.prefix(4)) }
            rest = rest.dropFirst(4)
            values.append(rest.prefix(Int(count)))
            rest = rest.dropFirst(Int(count))
        }
        return values
    }
}
