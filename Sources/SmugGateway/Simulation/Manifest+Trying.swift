extension Manifest {
    /// A route of this manifest with other keys in its `x-smug`.
    ///
    /// What does not say when a batch leaves stays the route's where the keys do not name it: the
    /// size of a batch, the timeout, and how much may wait and run.
    ///
    /// - Parameter keys: a mapping in YAML, with or without its braces.
    /// - Throws: what is wrong with them, beside the rest of this manifest.
    package func route(
        _ route: RouteDefinition, trying keys: String
    ) throws(ManifestError) -> RouteDefinition {
        let file = "--try"
        let isBraced = keys.first { !$0.isWhitespace } == "{"
        let document: YAMLDocument
        do throws(DocumentProblem) {
            document = try YAMLDocument(parsing: Array((isBraced ? keys : "{\(keys)}").utf8))
        } catch {
            throw ManifestError([error], in: file)
        }
        var list = ProblemList(document.problems)
        let settings = Self.completed(document.root, route)
        let operation = Self.mapping([
            (OperationKeys.targetLambda.name, Self.text("f")),
            (OperationKeys.batching.name, settings),
        ])
        let paths = Self.mapping([
            ("/", Self.mapping([(PathItemKeys.any.name, operation)]))
        ])
        let spec = Self.mapping([(SpecKeys.paths.name, paths)])
        let routes = SpecDecoder(self).routes(.root(spec), &list)
        guard let tried = routes.first, list.problems.isEmpty else {
            throw ManifestError(list.problems, in: file)
        }
        return tried
    }

    private static func completed(_ node: YAMLNode, _ route: RouteDefinition) -> YAMLNode {
        guard case .mapping(var entries) = node.content else { return node }
        let isSingle = entries.contains { entry in
            guard entry.key == EventKeys.batch.name, case .scalar(let scalar) = entry.value.content
            else { return false }
            return ["off", "false"].contains(scalar.text.lowercased())
        }
        let limits = route.limits
        let inherited: [(ManifestKey<Int>, Int?)] = [
            (BatchingKeys.maxBatchSize, isSingle ? nil : route.batching.maxBatchSize),
            (BatchingKeys.timeoutMs, limits.timeoutMilliseconds),
            (BatchingKeys.maxQueueDepth, limits.maxQueueDepth),
            (BatchingKeys.maxInflightInvocations, limits.maxInflightInvocations),
        ]
        for (key, value) in inherited {
            guard let value, !entries.contains(where: { $0.key == key.name }) else { continue }
            entries.append(entry(key.name, text(String(value))))
        }
        return YAMLNode(.mapping(entries), at: node.position)
    }

    private static let start = TextPosition(line: 1, column: 1)

    private static func text(_ text: String) -> YAMLNode {
        YAMLNode(.scalar(YAMLScalar(text, isPlain: true)), at: start)
    }

    private static func mapping(_ entries: [(String, YAMLNode)]) -> YAMLNode {
        YAMLNode(.mapping(entries.map { entry($0, $1) }), at: start)
    }

    private static func entry(_ key: String, _ value: YAMLNode) -> YAMLEntry {
        YAMLEntry(key: key, keyPosition: start, value: value)
    }
}

extension SpecDecoder {
    /// Reads routes as this manifest's own.
    fileprivate init(_ manifest: Manifest) {
        self.init(
            forwardHeaders: manifest.forwardHeaders,
            timeoutMilliseconds: manifest.timeouts.requestMilliseconds,
            maxBodyBytes: manifest.limits.maxBodyBytes,
            maxQueueDepth: manifest.limits.maxQueueDepthPerKey,
            maxInflightInvocations: manifest.limits.maxInflightInvocations,
            maxInvokePayloadBytes: manifest.limits.maxInvokePayloadBytes,
            streaming: manifest.streaming, edge: manifest.edge
        ) { _ in }
    }
}
