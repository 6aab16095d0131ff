internal import SmugGateway
internal import SmugProtocol

/// A manifest's routes for a person: what is asked, what answers, how it is batched.
struct RouteTable {
    let text: String

    init(_ manifest: Manifest) {
        let width = manifest.routes.map { $0.description.count }.max() ?? 0
        text = manifest.routes.map { route in
            let name = route.description
            let padding = String(repeating: " ", count: width - name.count)
            let batching = route.batching
            let batch =
                batching.maxBatchSize == 1
                ? "one at a time"
                : "up to \(batching.maxBatchSize) in \(batching.maxWaitMilliseconds) ms"
            let shape = route.events.shape == .httpAPI ? "" : ", as \(route.events.shape)"
            let plain = route.events.isBatched ? "" : ", without envelope"
            return "  \(name)\(padding)  \(route.function)  \(batch)\(plain)\(shape)\n"
        }.joined()
    }
}
