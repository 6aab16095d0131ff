import SmugProtocol

extension BatchEnvelope {
    func envelope(of items: [[UInt8]], receivedAtMs: Int64) -> [UInt8] {
        envelope(
            itemBytes: items.reduce(0) { $0 + $1.count }, items: items.count,
            receivedAtMs: receivedAtMs
        ) { items[$0] }
    }
}
