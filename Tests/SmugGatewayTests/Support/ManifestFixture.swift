@testable import SmugGateway

/// Manifests for tests.
enum ManifestFixture {
    static let file = "gateway.yaml"

    /// As small as a manifest can be.
    static let minimal = """
        ListenAddr: 127.0.0.1:3000
        Spec:
          paths:
            /hello:
              get:
                x-target-lambda: hello
                x-smug:
                  maxWaitMs: 25
                  maxBatchSize: 4
        """

    /// The minimal manifest with more lines at its end, which are keys of the top.
    static func top(_ lines: String) -> String { minimal + "\n" + lines }

    /// The minimal manifest with more lines in `x-smug`; they begin at line 10, column 11.
    static func batching(_ lines: String) -> String {
        minimal + "\n" + indented(lines, by: 10)
    }

    /// A manifest whose `x-smug` has only these lines; they begin at line 8, column 11.
    static func onlyBatching(_ lines: String) -> String {
        let head = minimal.split(separator: "\n").prefix(7).joined(separator: "\n")
        return head + "\n" + indented(lines, by: 10)
    }

    /// A manifest with these paths, each with a function and batching; the first is on line 4.
    static func paths(_ lines: String) -> String {
        "ListenAddr: :0\nSpec:\n  paths:\n" + indented(lines, by: 4)
    }

    /// A manifest with these templates, all for one method.
    static func templates(_ templates: [String], method: String = "get") -> String {
        paths(templates.map { "\"\($0)\": { \(method): \(operation) }" }.joined(separator: "\n"))
    }

    static let operation = "{ x-target-lambda: f, x-smug: { maxWaitMs: 1, maxBatchSize: 1 } }"

    static func parse(_ text: String) throws(ManifestError) -> Manifest {
        try Manifest(parsing: Array(text.utf8), file: file)
    }

    /// `line:column path message` of every problem; empty when there is none.
    static func problems(_ text: String) -> [String] {
        found(text).map { problem in
            "\(problem.position.line):\(problem.position.column) \(problem.path) \(problem.message)"
        }
    }

    static func found(_ text: String) -> [ManifestProblem] {
        do throws(ManifestError) {
            _ = try parse(text)
            return []
        } catch {
            return error.problems
        }
    }

    private static func indented(_ lines: String, by spaces: Int) -> String {
        lines.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(repeating: " ", count: spaces) + $0 }.joined(separator: "\n")
    }
}
