/// The least level that is logged, and those of modules that differ: `info,invocations=debug`.
package struct LogLevels: Hashable, Sendable, CustomStringConvertible {
    /// Of every module that has none of its own.
    package let base: LogLevel
    package let modules: [LogModule: LogLevel]

    package init(_ base: LogLevel, modules: [LogModule: LogLevel] = [:]) {
        self.base = base
        self.modules = modules
    }

    /// Reads levels with commas between them, each alone or behind a module and `=`; `nil` for
    /// whatever else, and where one is given twice.
    ///
    /// - Parameter base: of the modules that are not named, where the text does not say it.
    package init?(_ text: String, base: LogLevel = .info) {
        var own: LogLevel?
        var modules: [LogModule: LogLevel] = [:]
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: "=", omittingEmptySubsequences: false)
                .map { $0.filter { $0 != " " } }
            guard (1...2).contains(parts.count), let level = LogLevel(parts[parts.count - 1]) else {
                return nil
            }
            if parts.count == 1 {
                guard own == nil else { return nil }
                own = level
            } else {
                guard let module = LogModule(rawValue: parts[0].lowercased()),
                    modules.updateValue(level, forKey: module) == nil
                else { return nil }
            }
        }
        self.init(own ?? base, modules: modules)
    }

    /// What may be written, for who has written something else.
    package static let help =
        "one of trace, debug, info, warn, error, perhaps with others for modules, as in "
        + "info,invocations=debug; modules are "
        + LogModule.allCases.map(\.rawValue).joined(separator: ", ")

    package subscript(module: LogModule) -> LogLevel { modules[module] ?? base }

    package var description: String {
        let others = LogModule.allCases.compactMap { module in
            modules[module].map { "\(module.rawValue)=\($0.name)" }
        }
        return (["\(base.name)"] + others).joined(separator: ",")
    }
}
