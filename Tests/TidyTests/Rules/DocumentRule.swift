/// Documents point at what exists, the README stays a door, and nothing names a developer's machine.
enum DocumentRule {
    static let maxReadmeLines = 120

    static func length(of readme: Repository.File) -> [Finding] {
        let count = readme.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        guard count > maxReadmeLines else { return [] }
        return [
            Finding(
                path: readme.path, line: count,
                what: "the README has \(count) lines, the limit is \(maxReadmeLines)",
                remedy: "It is a door: move what is behind it into docs/")
        ]
    }

    /// Relative links whose file or folder is missing.
    static func links(in file: Repository.File, exists: (String) -> Bool) -> [Finding] {
        var isFenced = false
        var findings: [Finding] = []
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.drop(while: { $0 == " " }).hasPrefix("```") { isFenced.toggle() }
            guard !isFenced else { continue }
            for link in targets(in: String(line)) {
                guard let path = resolve(link, from: file.path), !exists(path) else { continue }
                findings.append(
                    Finding(
                        path: file.path, line: index + 1, what: "the link to \(link) leads nowhere",
                        remedy: "There is no \(path): correct the link"))
            }
        }
        return findings
    }

    /// Absolute paths that exist on one machine only.
    static func machinePaths(in file: Repository.File, places: [String]) -> [Finding] {
        guard places.contains(where: file.text.contains) else { return [] }
        return file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .compactMap { index, line in
                guard let place = places.first(where: line.contains) else { return nil }
                return Finding(
                    path: file.path, line: index + 1, what: "\(place) is a path of one machine",
                    remedy: "Write the path from the package's root, or let the user choose it")
            }
    }

    private static func targets(in line: String) -> [String] {
        // Between backticks a bracket is code.
        let prose = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset % 2 == 0 ? String($0.element) : "code" }.joined()
        var targets: [String] = []
        var rest = Substring(prose)
        while let start = rest.range(of: "](") {
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: ")") else { break }
            targets.append(String(rest[..<end].prefix { $0 != " " }))
            rest = rest[end...]
        }
        return targets
    }

    /// The path from the root, or nil for what lies elsewhere.
    private static func resolve(_ link: String, from path: String) -> String? {
        let target = link.prefix { $0 != "#" && $0 != "?" }
        guard !target.isEmpty, !target.contains(":"), !target.hasPrefix("//") else { return nil }
        var parts =
            target.hasPrefix("/") ? [] : path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") where part != "." {
            if part == ".." {
                guard !parts.isEmpty else { return "outside the package: \(target)" }
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}
