internal import SmugGateway
internal import SmugLoop

/// The command line: `smug COMMAND [OPTIONS]`.
@main
enum Main {
    static var commands: [any Command.Type] {
        [
            GatewayCommand.self, CheckCommand.self, RoutesCommand.self, LocalCommand.self,
            SimulateCommand.self, SchemaCommand.self, EventsListCommand.self,
            EventsSampleCommand.self, EventsInspectCommand.self,
        ]
    }

    static func main() {
        StandardStream.fillGaps()
        SignalWatcher.ignoreBrokenPipes()
        let environment = ProcessEnvironment.variables()
        do throws(CommandError) {
            try run(Array(CommandLine.arguments.dropFirst()), environment)
        } catch {
            StandardStream.error.write(error.text)
            ProcessEnvironment.exit(error.status)
        }
    }

    private static func run(_ arguments: [String], _ environment: [String: String])
        throws(CommandError)
    {
        guard let name = arguments.first else { throw .usage("no command is given", "smug --help") }
        switch name {
        case "--help", "-h", "help": return try Output.write(Help.overview(commands))
        case "--version": return try Output.write("smug \(Version.current)\n")
        default: break
        }
        guard let (command, rest) = find(arguments) else { return try overview(name, arguments) }
        if rest.contains("--help") || rest.contains("-h") {
            return try Output.write(Help.page(command))
        }
        let parsed = try Arguments(rest, of: command)
        try command.run(parsed, environment)
    }

    /// The command that the line begins with, of one word or two, and what follows it.
    private static func find(_ arguments: [String]) -> (any Command.Type, [String])? {
        for command in commands {
            let words = command.name.split(separator: " ").map(String.init)
            if arguments.starts(with: words) { return (command, Array(arguments[words.count...])) }
        }
        return nil
    }

    /// Prints the commands of a group, as in `smug events`, or says that there is no such command.
    private static func overview(_ name: String, _ arguments: [String]) throws(CommandError) {
        let group = commands.filter { $0.name.hasPrefix(name + " ") }
        let second = arguments.dropFirst().first
        if !group.isEmpty, second == nil || second == "--help" || second == "-h" {
            return try Output.write(Help.overview(group, of: name))
        }
        let written = group.isEmpty ? name : "\(name) \(second ?? "")"
        let known = group.isEmpty ? commands : group
        let nearest = NearestName.find(written, in: known.map { $0.name })
        throw .usage(
            "there is no command '\(written)'",
            nearest.map { "smug \($0) --help" }
                ?? (group.isEmpty ? "smug --help" : "smug \(name) --help"))
    }
}
