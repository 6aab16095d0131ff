internal import SmugEventCatalog
internal import SmugJSON

/// `smug events list`: the kinds of events that Swift functions have types for.
enum EventsListCommand: Command {
    static let name = "events list"
    static let summary = "list the kinds of AWS events, with their Swift types"
    static let options: [Option] = [.output]
    static let examples = [
        (line: "smug events list", does: "prints a line for each kind: name, type, what it is"),
        (line: "smug events list --output json", does: "the same for a program"),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let kinds = EventCatalog.kinds.sorted { $0.name < $1.name }
        guard try !arguments.wantsJSON() else {
            let list = kinds.map { kind -> JSONValue in
                [
                    "event": .string(kind.name), "type": .string(kind.type),
                    "summary": .string(kind.summary),
                ]
            }
            try Output.write(JSONValue.array(list).indented)
            return
        }
        let nameWidth = kinds.map(\.name.count).max() ?? 0
        let typeWidth = kinds.map(\.type.count).max() ?? 0
        let lines = kinds.map { kind in
            Help.padded(kind.name, nameWidth) + "  " + Help.padded(kind.type, typeWidth) + "  "
                + kind.summary + "\n"
        }
        try Output.write(lines.joined())
    }
}
