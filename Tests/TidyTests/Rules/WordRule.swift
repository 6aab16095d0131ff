/// Constructs that trap, block, escape structure or print have no place in the sources.
enum WordRule {
    struct Ban: Sendable {
        let word: String
        let remedy: String
        /// Whether a method (`loop.sleep(`) and a declaration (`func sleep(`) are another thing.
        var isFreeFunction = false
    }

    static let bans: [Ban] = [
        Ban(word: "try!", remedy: "Throw, or handle the error"),
        Ban(word: "as!", remedy: "Use as? and answer for the other case"),
        Ban(
            word: "fatalError(",
            remedy: "Throw; for a programmer's error use precondition with a sentence"),
        Ban(
            word: "preconditionFailure()",
            remedy: "Say in a sentence which promise was broken"),
        Ban(word: "unowned(unsafe)", remedy: "Hold the value, or hold it weakly"),
        Ban(word: "Task.detached", remedy: "Use a task group, so that somebody waits for it"),
        Ban(
            word: "Task.sleep(",
            remedy: "Wait on the event loop's timers: the task's clock starts threads"),
        Ban(
            word: "print(",
            remedy: "Log through SmugTelemetry, or write through the command's output",
            isFreeFunction: true),
        Ban(
            word: "debugPrint(", remedy: "Log through SmugTelemetry", isFreeFunction: true),
        Ban(word: "sleep(", remedy: "Wait on the event loop's timers", isFreeFunction: true),
        Ban(word: "usleep(", remedy: "Wait on the event loop's timers", isFreeFunction: true),
        Ban(word: "nanosleep(", remedy: "Wait on the event loop's timers", isFreeFunction: true),
    ]

    /// Who may use a banned word all the same, by path; each line needs its reason.
    static let allowed: [String: Set<String>] = [:]

    /// What is left for later belongs into an issue, not into the code.
    static let markers = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]

    static func findings(in source: SwiftSource) -> [Finding] {
        bans.filter { allowed[source.path]?.contains($0.word) != true }
            .flatMap { ban in
                source.offsets(of: ban.word).compactMap { offset in
                    guard !(ban.isFreeFunction && isMember(offset, in: source)) else { return nil }
                    return Finding(
                        path: source.path, line: source.line(of: offset),
                        what: "\(ban.word) is not used in the sources", remedy: ban.remedy)
                }
            }
    }

    /// Markers in any text: comments, scripts, documents.
    static func markers(in file: Repository.File) -> [Finding] {
        guard markers.contains(where: file.text.contains) else { return [] }
        return file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .flatMap { index, line in
                line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.filter {
                    markers.contains(String($0))
                }
                .map { word in
                    Finding(
                        path: file.path, line: index + 1, what: "\(word) is left behind",
                        remedy: "Do it now, or leave it out and open an issue")
                }
            }
    }

    private static func isMember(_ offset: Int, in source: SwiftSource) -> Bool {
        let lead = source.lead(before: offset)
        // What is awaited suspends its task and blocks nobody: a function of the house's own.
        return lead.hasSuffix("func") || lead.hasSuffix("await")
            || (lead.hasSuffix(".") && !lead.hasSuffix("Swift."))
    }
}
