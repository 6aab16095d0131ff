import Foundation
import Testing

/// The package's own files, read once for all rules.
struct Repository: Sendable {
    /// A file as it lies on disk; `path` starts at the package's root and has no leading slash.
    struct File: Sendable {
        let path: String
        let text: String
    }

    /// What a build, a tool or a version control system wrote.
    private static let generated: Set<String> = [
        ".build", ".git", ".venv", ".scratch", ".swiftpm", ".pytest_cache", "__pycache__",
        "node_modules", "target",
    ]

    static let shared = Repository()

    let root: String
    /// Every text file, in the order of their paths.
    let files: [File]
    let swift: [SwiftSource]

    private init() {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        self.root = root.path(percentEncoded: false).trimmingSuffix("/")
        self.files = Self.paths(under: self.root).compactMap { [root = self.root] path in
            guard let data = FileManager.default.contents(atPath: root + "/" + path),
                !data.contains(0), let text = String(data: data, encoding: .utf8)
            else { return nil }
            return File(path: path, text: text)
        }
        self.swift = files.filter { $0.path.hasSuffix(".swift") }
            .map { SwiftSource(path: $0.path, text: $0.text) }
    }

    /// Swift files below one of these folders, each written with its closing slash.
    func swift(under folders: String...) -> [SwiftSource] {
        swift.filter { source in folders.contains { source.path.hasPrefix($0) } }
    }

    func text(of path: String) -> String? {
        files.first { $0.path == path }?.text
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root + "/" + path)
    }

    private static func paths(under root: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
        var paths: [String] = []
        while let path = walk.nextObject() as? String {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if generated.contains(name) {
                walk.skipDescendants()
            } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
                paths.append(path)
            }
        }
        return paths.sorted()
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        last == suffix ? String(dropLast()) : self
    }
}

// What a failed expectation prints: a name, not every byte.
extension Repository: CustomTestStringConvertible {
    var testDescription: String { "the package" }
}

extension Repository.File: CustomTestStringConvertible {
    var testDescription: String { path }
}

extension SwiftSource: CustomTestStringConvertible {
    var testDescription: String { path }
}
