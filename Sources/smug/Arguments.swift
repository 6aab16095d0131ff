internal import SmugGateway

/// A command's arguments: `--name value`, `--name=value`, `--flag`, and its operands.
struct Arguments {
    private var values: [String: [String]] = [:]
    private var flags: Set<String> = []
    /// As many as the command names, or none.
    private(set) var operands: [String] = []
    /// A line that the command would take.
    let example: String

    init(_ arguments: [String], of command: any Command.Type) throws(CommandError) {
        let help = "smug \(command.name) --help"
        example = command.examples.first?.line ?? help
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if !argument.hasPrefix("-"), operands.count < command.operands.count {
                operands.append(argument)
                continue
            }
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.options.first(where: { $0.name == name }) else {
                throw Self.unknown(name, command)
            }
            guard option.value != nil else {
                guard parts.count == 1 else { throw .usage("\(name) takes no value", help) }
                flags.insert(name)
                continue
            }
            guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                throw .usage("\(name) needs a value", help)
            }
            if values[name] != nil, !option.repeats {
                throw .usage("\(name) is given more than once", help)
            }
            values[name, default: []].append(value)
        }
        if !operands.isEmpty, operands.count < command.operands.count {
            throw .usage("\(command.operands[operands.count]) is missing", command.usage)
        }
    }

    private static func unknown(_ name: String, _ command: any Command.Type) -> CommandError {
        guard name.hasPrefix("-") else {
            return .usage("unexpected argument '\(name)'", "smug \(command.name) --help")
        }
        let nearest = NearestName.find(name, in: command.options.map(\.name))
        return .usage(
            "\(command.name) has no option \(name)",
            nearest ?? "smug \(command.name) --help")
    }

    subscript(name: String) -> String? { values[name]?.first }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// Whether `--output` asks for JSON.
    func wantsJSON() throws(CommandError) -> Bool {
        switch self["--output"] {
        case nil, "text": return false
        case "json": return true
        case .some(let other): throw .usage("--output is '\(other)'", "text or json")
        }
    }

    /// A whole number in a range.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .usage(
                "\(name) is '\(text)'",
                "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
