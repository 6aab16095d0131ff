import Testing

@testable import SmugGateway

@Suite struct LocalFunctionTests {
    typealias Case = Named<String, [String]>

    private static func function(_ name: String, _ keys: String, _ wanted: String...) -> Case {
        Case(
            name, ManifestFixture.top("Local:\n  Functions:\n    f: { \(keys) }"),
            wanted.map { $0.replacing("@", with: "Local.Functions.f") })
    }

    static let cases: [Case] = [
        function("a command", "Command: a"),
        function("no command", "Handler: h", "12:5 @.Command is missing"),
        function("an empty command", "Command: ''", "12:19 @.Command names no program"),
        function("an empty list", "Command: []", "12:19 @.Command names no program"),
        function("an empty program", "Command: ['', a]", "12:19 @.Command names no program"),
        function("a mapping", "Command: {}", "12:19 @.Command is a mapping, not a text"),
        function(
            "a list in a list", "Command: [a, [b]]", "12:23 @.Command[1] is a list, not a text"),
        function(
            "an open quote", "Command: \"a 'b\"", "12:19 @.Command has a ' that is never closed"),
        function("a NUL", "Command: \"a\\0b\"", "12:19 @.Command holds a NUL character"),
        function(
            "no processes", "Command: a, Concurrency: 0", "12:35 @.Concurrency is 0, less than 1"),
        function("no time", "Command: a, TimeoutMs: 0", "12:33 @.TimeoutMs is 0, less than 1"),
        function(
            "little memory", "Command: a, MemoryMb: 64", "12:32 @.MemoryMb is 64, less than 128"),
        function("an empty handler", "Command: a, Handler: ''", "12:31 @.Handler is empty"),
        function(
            "a list of variables", "Command: a, Environment: []",
            "12:35 @.Environment is a list, not a mapping"),
        function(
            "a variable without value", "Command: a, Environment: { A: }",
            "12:40 @.Environment.A is empty, not a text"),
        function(
            "a variable that is a list", "Command: a, Environment: { A: [] }",
            "12:40 @.Environment.A is a list, not a text"),
        function(
            "no name for a variable", "Command: a, Environment: { A=B: c, '': d }",
            "12:37 @.Environment.A=B is not a name for a variable",
            "12:45 @.Environment. is not a name for a variable"),
        function("an extension", "Command: a, Extensions: { watch: [./w, 1], log: './l x' }"),
        function(
            "a list of extensions", "Command: a, Extensions: [w]",
            "12:34 @.Extensions is a list, not a mapping"),
        function(
            "an extension without program", "Command: a, Extensions: { w: '' }",
            "12:39 @.Extensions.w names no program"),
        function(
            "no name for an extension", "Command: a, Extensions: { opt/w: c }",
            "12:36 @.Extensions.opt/w is not a name for an extension"),
        function("an unknown key", "Command: a, Timeout: 1", "12:22 @.Timeout is not a known key"),
        Case(
            "a name with an alias",
            ManifestFixture.top("Local:\n  Functions:\n    f:live: { Command: a }"),
            ["12:5 Local.Functions.f:live does not name a function"]),
        Case("no functions", ManifestFixture.top("Local: {}"), ["10:1 Local.Functions is missing"]),
        Case("empty functions", ManifestFixture.top("Local: { Functions: {} }"), []),
        Case(
            "a list of functions", ManifestFixture.top("Local: { Functions: [] }"),
            ["10:21 Local.Functions is a list, not a mapping"]),
    ]

    @Test(arguments: cases) func `every rule of a local function is kept`(_ row: Case) {
        #expect(ManifestFixture.problems(row.given) == row.wanted)
    }
}
