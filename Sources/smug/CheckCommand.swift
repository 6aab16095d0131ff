/// `smug local`: Lambda on this machine, without the gateway.
enum CheckCommand: Command {
    static let name = "check"
    static let summary = "Lambda on this machine: functions as processes behind the Invoke API"
    static let options: [Option] = []
    static let examples: [(line: String, does: String)] = []

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {}
}
