/// A name as one bit of 64, to tell most names apart without comparing them.
struct NameSignature {
    let bit: UInt64

    init(_ name: Span<UInt8>) {
        guard !name.isEmpty else {
            bit = 1
            return
        }
        let ends = Int(name[0]) &+ Int(name[name.count &- 1]) &* 7
        bit = 1 << UInt64((name.count &* 31 &+ ends) & 63)
    }
}
