/// One command of the program: its options, its help, what it does.
protocol Command: Sendable {
    static var name: String { get }
    /// One line for the overview.
    static var summary: String { get }
    /// What it takes beside options, in order: all of them or none.
    static var operands: [String] { get }
    static var options: [Option] { get }
    /// The variables of the environment that are worth a line in the help.
    static var environment: [(name: String, does: String)] { get }
    /// Command lines with what each does, for the help.
    static var examples: [(line: String, does: String)] { get }

    /// Does its work and returns when done.
    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError)
}

extension Command {
    static var operands: [String] { [] }
    static var environment: [(name: String, does: String)] { [] }

    /// `smug NAME [OPTIONS]` and the operands.
    static var usage: String {
        "smug \(name) [OPTIONS]" + (operands.isEmpty ? "" : " [\(operands.joined(separator: " "))]")
    }
}

/// One option of a command.
struct Option: Sendable {
    /// With its dashes: `--config`.
    let name: String
    /// What its value is called in the help; `nil` for a flag.
    let value: String?
    let help: String
    /// Whether it may stand more than once.
    let repeats: Bool

    init(_ name: String, value: String? = nil, repeats: Bool = false, _ help: String) {
        self.name = name
        self.value = value
        self.help = help
        self.repeats = repeats
    }
}

extension Option {
    /// Where the manifest is.
    static let config = Option(
        "--config", value: "LOCATION",
        "the manifest: a path, file://… or s3://bucket/key; else SMUG_CONFIG_URI, then LPR_CONFIG_URI"
    )
    /// For a person or for a program.
    static let output = Option("--output", value: "FORMAT", "text or json; default: text")
}

/// Why a command did not do its work, and the status that the process ends with.
struct CommandError: Error {
    let status: Int32
    let text: String

    /// Wrong use: one line what, one line what to do.
    static func usage(_ what: String, _ remedy: String) -> CommandError {
        CommandError(status: 2, text: "smug: \(what)\n  try: \(remedy)\n")
    }

    /// A failure: one line what, one line what to do.
    static func failed(_ what: String, _ remedy: String) -> CommandError {
        CommandError(status: 1, text: "smug: \(what)\n  \(remedy)\n")
    }
}
