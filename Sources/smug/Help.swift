/// The texts of `--help`.
enum Help {
    /// The page of all commands, or of those of a group, whose names begin with its name.
    static func overview(_ commands: [any Command.Type], of group: String? = nil) -> String {
        let width = commands.map { $0.name.count }.max() ?? 0
        var text = """
            smug: a gateway that batches HTTP requests into AWS Lambda invocations

            Usage: smug \(group.map { $0 + " " } ?? "")COMMAND [OPTIONS]

            Commands:

            """
        for command in commands {
            text += "  \(padded(command.name, width))  \(command.summary)\n"
        }
        let example =
            group == nil
            ? "smug gateway --config Examples/local/gateway.yaml --local"
            : commands.first?.examples.first?.line ?? ""
        text += """

            Options:
              --help     this page; after a command, that command's
              --version  the program's version

            Example:
              \(example)

            """
        return text
    }

    static func page(_ command: any Command.Type) -> String {
        var text = "smug \(command.name): \(command.summary)\n\n"
        text += "Usage: \(command.usage)\n\nOptions:\n"
        let names = command.options.map { option in
            option.value.map { "\(option.name) \($0)" } ?? option.name
        }
        let width = max(names.map(\.count).max() ?? 0, 6)
        for (name, option) in zip(names, command.options) {
            text += "  \(padded(name, width))  \(option.help)\n"
        }
        text += "  \(padded("--help", width))  this page\n\n"
        if !command.environment.isEmpty { text += "Environment:\n" }
        for variable in command.environment {
            text += "  \(variable.name)\n      \(variable.does)\n"
        }
        text += command.environment.isEmpty ? "Examples:\n" : "\nExamples:\n"
        for example in command.examples {
            text += "  \(example.line)\n      \(example.does)\n"
        }
        return text
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
