/// The texts of `--help`, for a terminal of 80 columns.
enum Help {
    private static let columns = 80

    /// The page of all commands, or of those of a group, whose names begin with its name.
    static func overview(_ commands: [any Command.Type], of group: String? = nil) -> String {
        let width = commands.map { $0.name.count }.max() ?? 0
        var text = """
            smug: a gateway that batches HTTP requests into AWS Lambda invocations

            Usage: smug \(group.map { $0 + " " } ?? "")COMMAND [OPTIONS]

            Commands:

            """
        for command in commands { text += row(command.name, width, command.summary) }
        text += "\nOptions:\n"
        text += row("--help", 9, "this page; after a command, that command's")
        if group == nil { text += row("--version", 9, "the program's version") }
        let example =
            group == nil
            ? "smug gateway --config Examples/local/gateway.yaml --local"
            : commands.first?.examples.first?.line ?? ""
        return text + "\nExample:\n\(indented(example))"
    }

    static func page(_ command: any Command.Type) -> String {
        var text = lines("smug \(command.name): \(command.summary)", indent: 0)
        text += "\nUsage: \(command.usage)\n\nOptions:\n"
        let names = command.options.map { option in
            option.value.map { "\(option.name) \($0)" } ?? option.name
        }
        let width = max(names.map(\.count).max() ?? 0, 6)
        for (name, option) in zip(names, command.options) { text += row(name, width, option.help) }
        text += row("--help", width, "this page") + "\n"
        if !command.environment.isEmpty { text += "Environment:\n" }
        for variable in command.environment {
            text += "  \(variable.name)\n" + lines(variable.does, indent: 6)
        }
        text += command.environment.isEmpty ? "Examples:\n" : "\nExamples:\n"
        for example in command.examples {
            text += indented(example.line) + lines(example.does, indent: 6)
        }
        return text
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    // MARK: - Lines

    /// A name and, beside it, what it does.
    private static func row(_ name: String, _ width: Int, _ does: String) -> String {
        "  \(padded(name, width))  " + lines(does, indent: width + 4).drop { $0 == " " }
    }

    /// A command to copy, on as many lines as it was written.
    private static func indented(_ command: String) -> String {
        command.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    /// The words, on as many lines as they take.
    private static func lines(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, indent + last.count + 1 + word.count <= columns {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }
}
