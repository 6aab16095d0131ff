/// What a client of HTTP/2 does wrong, for metrics.
package enum HTTP2Fault: Int, CaseIterable, Sendable {
    /// The connection broke the protocol, and was ended.
    case protocolError
    /// A request broke the rules of its message, and was reset.
    case malformedRequest
    /// There were as many requests as may be at one time; this one was refused.
    case refusedStream
    /// A client did not take its answer in time; its stream was reset.
    case stalledStream
    case resetFlood
    case continuationFlood
    case emptyDataFlood
    case settingsFlood
    case pingFlood
    case priorityFlood
    case windowUpdateFlood
    case unknownFrameFlood
    /// A client has the gateway say more than it reads.
    case unreadFlood

    /// Floods of frames that share one limit.
    package static let ofOverhead: [HTTP2Fault] = [
        .emptyDataFlood, .settingsFlood, .pingFlood, .priorityFlood, .windowUpdateFlood,
        .unknownFrameFlood,
    ]

    /// As a label's value: `reset_flood`.
    package var name: String {
        "\(self)".reduce(into: "") { name, character in
            name += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}
