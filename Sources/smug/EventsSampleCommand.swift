internal import SmugEventCatalog
internal import SmugGateway

/// `smug events sample`: a payload to try a function with.
enum EventsSampleCommand: Command {
    static let name = "events sample"
    static let summary = "print a sample of an AWS event"
    static let operands = ["EVENT"]
    static let options: [Option] = []
    static let examples = [
        (line: "smug events sample sqs", does: "prints two messages of a queue, as JSON"),
        (
            line: "smug events sample s3 > event.json",
            does: "then change what matters, and send it to the function"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        guard let name = arguments.operands.first else {
            throw .usage("no event is named", "smug events list")
        }
        try Output.write(EventKind.named(name, "smug events sample").sample + "\n")
    }
}

extension EventKind {
    /// The kind of a name or of a Swift type.
    ///
    /// - Parameter command: what stands before the name, for the remedy.
    static func named(_ name: String, _ command: String) throws(CommandError) -> EventKind {
        if let kind = EventCatalog.kind(named: name) { return kind }
        let names = EventCatalog.kinds.map(\.name) + EventCatalog.kinds.map(\.type)
        let nearest = NearestName.find(name, in: names)
        throw .usage(
            "there is no event '\(name)'", nearest.map { "\(command) \($0)" } ?? "smug events list")
    }
}
