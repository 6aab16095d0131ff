import SmugAWS
import SmugJSON
import SmugTelemetry

extension ManifestReloader {
    /// Problems of a broken manifest that are written out; `problems` says how many there are.
    static var maxLoggedProblems: Int { 20 }
    /// Characters of one problem's text, whose path may hold keys of any length.
    static var maxProblemLength: Int { 300 }

    func write(_ adoption: ManifestAdoption, _ document: ManifestDocument, _ reason: ReloadReason) {
        log.write(.info, "reloaded") { line in
            line.about(document, reason)
            line.key("generation")
            line.integer(adoption.generation)
            line.key("keptRoutes")
            line.integer(adoption.keptRoutes)
            line.key("newRoutes")
            line.integer(adoption.newRoutes)
            line.key("endedRoutes")
            line.integer(adoption.endedRoutes)
        }
    }

    func write(
        keysForRestart keys: [String], _ document: ManifestDocument, _ reason: ReloadReason
    ) {
        log.write(.warn, "restart_needed") { line in
            line.about(document, reason)
            line.key("reason")
            line.string("these keys have their old values until the gateway is started again")
            line.key("keys")
            line.beginArray()
            for key in keys { line.string(key) }
            line.endArray()
        }
    }

    func write(_ error: ManifestReadingError, _ reason: ReloadReason) {
        log.write(.error, "reload_refused") { line in
            line.key("trigger")
            line.string(reason.rawValue)
            line.key("reason")
            line.string(error.message)
            line.key("remedy")
            line.string(error.remedy)
        }
    }

    func write(unchanged document: ManifestDocument, _ reason: ReloadReason) {
        // Who asked wants to know; a file that was touched is no news.
        log.write(reason == .signal ? .info : .debug, "reload_unchanged") {
            $0.about(document, reason)
        }
    }

    func write(_ error: ManifestError, in document: ManifestDocument, _ reason: ReloadReason) {
        log.write(.error, "reload_refused") { line in
            line.about(document, reason)
            line.key("reason")
            line.string("the manifest is broken; the one before serves on")
            line.key("problems")
            line.integer(error.problems.count)
            line.key("first")
            line.beginArray()
            for problem in error.problems.prefix(Self.maxLoggedProblems) { line.problem(problem) }
            line.endArray()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func problem(_ problem: ManifestProblem) {
        beginObject()
        key("line")
        integer(problem.position.line)
        key("column")
        integer(problem.position.column)
        key("path")
        string(Self.bounded(problem.path.description))
        key("problem")
        string(Self.bounded(problem.message))
        key("remedy")
        string(Self.bounded(problem.remedy))
        endObject()
    }

    private static func bounded(_ text: String) -> String {
        let end = text.prefix(ManifestReloader.maxProblemLength)
        return end.endIndex == text.endIndex ? text : end + "…"
    }

    fileprivate mutating func about(_ document: ManifestDocument, _ reason: ReloadReason) {
        key("trigger")
        string(reason.rawValue)
        key("manifest")
        string(document.name)
        key("sha256")
        string(utf8: document.hash.hexadecimal)
    }
}
