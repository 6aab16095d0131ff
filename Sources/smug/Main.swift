internal import SmugGateway
internal import SmugLoop

/// The command line: `smug COMMAND [OPTIONS]`.
@main
enum Main {
    static var commands: [any Command.Type] {
        [
            GatewayCommand.self, CheckCommand.self, RoutesCommand.self, LocalCommand.self,
            SimulateCommand.self, SchemaCommand.self,
        ]
    }

    static func main() {
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
        case "--help", "-h", "help": return StandardStream.output.write(Help.overview(commands))
        case "--version": return StandardStream.output.write("smug \(Version.current)\n")
        default: break
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            let nearest = NearestName.find(name, in: commands.map { $0.name })
            throw .usage(
                "there is no command '\(name)'",
                nearest.map { "smug \($0) --help" } ?? "smug --help")
        }
        let rest = Array(arguments.dropFirst())
        if rest.contains("--help") || rest.contains("-h") {
            return StandardStream.output.write(Help.page(command))
        }
        let parsed = try Arguments(rest, of: command)
        try command.run(parsed, environment)
    }
}
