/// Puts events together to a tree: aliases become what they stand for, within limits.
struct YAMLTreeBuilder {
    private(set) var problems: [DocumentProblem] = []

    private let events: [YAMLEvent]
    private let limits: YAMLLimits
    private var index = 0
    private var nodeCount = 0
    /// `nil` while the anchored value is still open.
    private var anchors: [String: Subtree?] = [:]

    private struct Subtree {
        let node: YAMLNode
        let count: Int
        let height: Int
    }

    init(events: [YAMLEvent], limits: YAMLLimits) {
        self.events = events
        self.limits = limits
    }

    mutating func document() throws(DocumentProblem) -> YAMLNode {
        guard let first = next(), case .documentStart = first.kind else {
            throw DocumentProblem(
                at: .start, "is empty", remedy: "start with `ListenAddr` and `Spec`")
        }
        let root = try subtree(depth: 0, path: .root).node
        _ = next()
        if let more = next() {
            throw DocumentProblem(
                at: more.position, "holds a second document",
                remedy: "keep one document in a file; remove the `---` line and what follows")
        }
        return root
    }

    private mutating func next() -> YAMLEvent? {
        guard index < events.count else { return nil }
        defer { index += 1 }
        return events[index]
    }

    private var isAtEnd: Bool {
        guard index < events.count, case .end = events[index].kind else {
            return index >= events.count
        }
        return true
    }

    private mutating func subtree(depth: Int, path: ManifestPath) throws(DocumentProblem) -> Subtree
    {
        guard let event = next() else { return empty(at: .start) }
        let before = nodeCount
        switch event.kind {
        case .alias(let name):
            return try alias(name, at: event.position, depth: depth, path: path)
        case .scalar(let scalar, let anchor):
            try count(1, at: event.position)
            return remember(
                Subtree(node: YAMLNode(.scalar(scalar), at: event.position), count: 1, height: 0),
                as: anchor)
        case .sequenceStart(let anchor):
            open(anchor)
            try count(1, at: event.position)
            let (items, height) = try sequence(depth: depth, path: path)
            let node = YAMLNode(.sequence(items), at: event.position)
            return remember(
                Subtree(node: node, count: nodeCount - before, height: height), as: anchor)
        case .mappingStart(let anchor):
            open(anchor)
            try count(1, at: event.position)
            let (entries, height) = try mapping(depth: depth, path: path)
            let node = YAMLNode(.mapping(entries), at: event.position)
            return remember(
                Subtree(node: node, count: nodeCount - before, height: height), as: anchor)
        case .documentStart, .documentEnd, .end:
            return empty(at: event.position)
        }
    }

    private mutating func sequence(
        depth: Int, path: ManifestPath
    ) throws(DocumentProblem) -> (items: [YAMLNode], height: Int) {
        var items: [YAMLNode] = []
        var height = 1
        while !isAtEnd {
            let item = try subtree(depth: depth + 1, path: path.item(items.count))
            items.append(item.node)
            height = max(height, item.height + 1)
        }
        _ = next()
        return (items, height)
    }

    private mutating func mapping(
        depth: Int, path: ManifestPath
    ) throws(DocumentProblem) -> (entries: [YAMLEntry], height: Int) {
        var entries: [YAMLEntry] = []
        var lines: [String: Int] = [:]
        var height = 1
        while !isAtEnd {
            let key = try subtree(depth: depth + 1, path: path).node
            let name = keyName(key, in: path)
            let value = try subtree(depth: depth + 1, path: path.key(name ?? "?"))
            height = max(height, value.height + 1)
            guard let name else { continue }
            if let line = lines[name] {
                problems.append(
                    DocumentProblem(
                        at: key.position, path: path.key(name), "was given before, on line \(line)",
                        remedy: "keep one of the two"))
                continue
            }
            lines[name] = key.position.line
            entries.append(
                YAMLEntry(key: name, keyPosition: key.position, value: value.node))
        }
        _ = next()
        return (entries, height)
    }

    private mutating func keyName(_ key: YAMLNode, in path: ManifestPath) -> String? {
        guard case .scalar(let scalar) = key.content else {
            problems.append(
                DocumentProblem(
                    at: key.position, path: path, "has a key that is not text",
                    remedy: "write the key as a plain word"))
            return nil
        }
        if scalar.isPlain, scalar.text == "<<" {
            problems.append(
                DocumentProblem(
                    at: key.position, path: path.key("<<"),
                    "is a merge key, which YAML 1.2 does not have",
                    remedy: "write the keys out, or use an alias for the whole value"))
            return nil
        }
        return scalar.text
    }

    private mutating func alias(
        _ name: String, at position: TextPosition, depth: Int, path: ManifestPath
    ) throws(DocumentProblem) -> Subtree {
        switch anchors[name] {
        case .some(.some(let found)):
            guard depth + found.height <= limits.maxDepth else {
                throw .tooDeep(limits, at: position)
            }
            try count(found.count, at: position)
            return found
        case .some(nil):
            throw DocumentProblem(
                at: position, path: path, "uses the alias `*\(name)` inside its own anchor",
                remedy: "write this value out")
        case nil:
            throw DocumentProblem(
                at: position, path: path,
                "uses the alias `*\(name)`, which has no anchor before it",
                remedy: "put `&\(name)` before the value it stands for, earlier in the file")
        }
    }

    private mutating func open(_ anchor: String?) {
        if let anchor { anchors.updateValue(nil, forKey: anchor) }
    }

    private mutating func remember(_ subtree: Subtree, as anchor: String?) -> Subtree {
        if let anchor { anchors[anchor] = .some(subtree) }
        return subtree
    }

    private mutating func count(_ nodes: Int, at position: TextPosition) throws(DocumentProblem) {
        nodeCount += nodes
        guard nodeCount <= limits.maxNodes else { throw .tooManyNodes(limits, at: position) }
    }

    /// What stands where the events end too soon, which libyaml does not let happen.
    private func empty(at position: TextPosition) -> Subtree {
        Subtree(
            node: YAMLNode(.scalar(YAMLScalar("", isPlain: true)), at: position), count: 1,
            height: 0)
    }
}
