/// Each target imports only what its layer may see.
///
/// The order of the layers is that of `Package.swift`; that a target also declares what it imports
/// is the build's to check.
struct ImportRule {
    /// Who may import a C library, or the C library of the system: a target, or one file.
    static let closed: [String: Set<String>] = [
        "CUV": ["Sources/SmugLoop/"],
        "CCurl": ["Sources/SmugAWS/"],
        "COpenSSL": ["Sources/SmugAWS/", "Sources/SmugTLS/"],
        "CNghttp2": ["Sources/SmugHTTP2/"],
        "CZlib": ["Sources/SmugCompression/"],
        "CZstd": ["Sources/SmugCompression/"],
        "CYAML": ["Sources/SmugGateway/"],
        // The exponential function and the logarithm are in no other library here.
        "Glibc": [
            "Sources/SmugLoop/", "Sources/SmugGateway/Batching/DynamicWait.swift",
            "Sources/SmugGateway/Simulation/ArrivalGenerator.swift",
        ],
    ]
    /// What comes with the compiler and touches neither files nor sockets.
    static let open: Set<String> = ["Synchronization"]

    private static let kinds: Set<String> = [
        "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
    ]

    /// The package's own targets, from the bottom up.
    let order: [String]

    init(manifest: SwiftSource) {
        let targets =
            manifest.offsets(of: "library(") + manifest.offsets(of: "executableTarget(")
            + manifest.offsets(of: "macro(")
        self.order = targets.sorted().compactMap { offset in
            guard !manifest.lead(before: offset).hasSuffix("func") else { return nil }
            let name = manifest.literals.first { $0.offset > offset }?.value
            return name.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    func findings(in source: SwiftSource) -> [Finding] {
        let parts = source.path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" else { return [] }
        let target = String(parts[1])
        return source.offsets(of: "import").compactMap { offset in
            let module = Self.module(after: offset + "import".count, in: source)
            guard !allows(module, in: target, path: source.path) else { return nil }
            return Finding(
                path: source.path, line: source.line(of: offset),
                what: "\(target) imports \(module), which its layer may not",
                remedy: remedy(for: module))
        }
    }

    /// The module of `import M`, `import M.N` and `import struct M.N`.
    private static func module(after offset: Int, in source: SwiftSource) -> String {
        var name = source.name(after: offset)
        if kinds.contains(name) { name = source.name(after: offset + 1 + name.utf8.count) }
        return String(name.prefix { $0 != "." })
    }

    private func allows(_ module: String, in target: String, path: String) -> Bool {
        if Self.open.contains(module) { return true }
        if let places = Self.closed[module] { return places.contains { path.hasPrefix($0) } }
        guard let below = order.firstIndex(of: module), let own = order.firstIndex(of: target)
        else {
            return false
        }
        return below < own
    }

    private func remedy(for module: String) -> String {
        if let places = Self.closed[module] {
            return
                "Only \(places.sorted().joined(separator: ", ")) may: ask there for what is needed"
        }
        if module.hasPrefix("Foundation") {
            return
                "The house does without Foundation: use the standard library and the targets below"
        }
        return "Import only targets that stand above this one in ARCHITECTURE.md"
    }
}
