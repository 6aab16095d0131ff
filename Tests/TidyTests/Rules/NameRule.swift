/// A file is named after a type that it declares or extends: `Type.swift`, `Type+Aspect.swift`.
enum NameRule {
    private static let declaring = [
        "struct", "class", "enum", "actor", "protocol", "extension", "typealias", "macro",
    ]
    /// Names that say where something was put instead of what it is.
    private static let empty: Set<String> = [
        "Utils", "Util", "Utilities", "Helpers", "Helper", "Consts", "Constants", "Types", "Misc",
        "Common", "Extensions",
    ]

    static func findings(in source: SwiftSource) -> [Finding] {
        guard let file = source.path.split(separator: "/").last, file != "main.swift" else {
            return []
        }
        let stem = String(file.dropLast(".swift".count))
        let type = String(stem.prefix { $0 != "+" })
        if empty.contains(where: type.hasSuffix) {
            return [
                Finding(
                    path: source.path, line: 1, what: "\(stem) does not say what the file holds",
                    remedy: "Name it after the type it declares")
            ]
        }
        let names = names(in: source)
        guard !names.isEmpty || !source.offsets(of: "func").isEmpty, !names.contains(type) else {
            return []
        }
        return [
            Finding(
                path: source.path, line: 1,
                what:
                    "the file declares no \(type) (but \(names.sorted().joined(separator: ", ")))",
                remedy: "Name it after its type, or Type+Aspect.swift for a second concern")
        ]
    }

    /// Types declared or extended, nested ones by their own name and by their whole one.
    ///
    /// What extends `[UInt8]` extends bytes.
    private static func names(in source: SwiftSource) -> Set<String> {
        var names: Set<String> = []
        for keyword in declaring {
            for offset in source.offsets(of: keyword) {
                let end = offset + keyword.utf8.count
                if source.code[end...].starts(with: " [UInt8]".utf8) { names.insert("Bytes") }
                let name = source.name(after: end)
                names.insert(name)
                names.formUnion(name.split(separator: ".").map(String.init))
            }
        }
        return names
    }
}
