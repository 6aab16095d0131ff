import SmugProtocol

/// Reads routes, with what the rest of the manifest says.
///
/// A setting is `nil` where it was wrong: that has been reported, and nothing is compared to it.
struct SpecDecoder {
    let forwardHeaders: ForwardHeaders?
    let timeoutMilliseconds: Int?
    let maxBodyBytes: Int?
    let maxQueueDepth: Int?
    let maxInflightInvocations: Int?
    let maxInvokePayloadBytes: Int?
    let streaming: StreamSettings?
    let edge: EdgeSettings?
    let checkFunction: FunctionName.Check

    private static let reserved = ["/healthz", "/readyz"].compactMap {
        try? PathTemplate(parsing: $0)
    }

    func routes(_ cursor: ManifestCursor, _ list: inout ProblemList) -> [RouteDefinition] {
        guard let spec = ManifestSection(cursor, SpecKeys.section, &list),
            let paths = spec.value(SpecKeys.paths, &list)
        else { return [] }
        guard case .mapping(let entries) = paths.node.content else {
            list.add(paths, isNot: "a mapping", remedy: "write each path as a key: `/hello:`")
            return []
        }
        let operations = entries.flatMap { pathItem(paths.child($0), $0.key, &list) }
        if operations.isEmpty {
            list.add(
                key: paths, "holds no route", remedy: "add a path with a method, such as `get`")
        }
        reportConflicts(operations, &list)
        return operations.compactMap(\.route)
    }

    /// A method of a path, which has a route if all is well with it.
    private struct Operation {
        let cursor: ManifestCursor
        let signature: RouteSignature?
        let route: RouteDefinition?
    }

    private func reportConflicts(_ operations: [Operation], _ list: inout ProblemList) {
        let known = operations.compactMap { operation in
            operation.signature.map { (signature: $0, cursor: operation.cursor) }
        }
        for conflict in RouteConflict.all(in: known.map(\.signature)) {
            let earlier = known[conflict.earlier]
            list.add(
                key: known[conflict.route].cursor,
                "answers the same requests as \(earlier.signature), "
                    + "on line \(earlier.cursor.keyPosition.line)",
                remedy: "remove one of the two, or make their paths differ")
        }
    }

    private func pathItem(
        _ cursor: ManifestCursor, _ text: String, _ list: inout ProblemList
    ) -> [Operation] {
        let template = template(cursor, text, &list)
        guard let section = ManifestSection(cursor, PathItemKeys.section, &list) else { return [] }
        var operations: [Operation] = []
        for (name, cursor) in section.children {
            guard let known = PathItemKeys.methods.first(where: { $0.key.name == name }) else {
                continue
            }
            let draft = draft(cursor, &list)
            let signature = template.map { RouteSignature(method: known.method, template: $0) }
            operations.append(
                Operation(
                    cursor: cursor, signature: signature,
                    route: signature.flatMap { draft?.route($0, at: cursor.keyPosition) }))
        }
        return operations
    }

    private func template(
        _ cursor: ManifestCursor, _ text: String, _ list: inout ProblemList
    ) -> PathTemplate? {
        do throws(PathTemplateError) {
            let template = try PathTemplate(parsing: text)
            if Self.reserved.contains(where: { $0.segments == template.segments }) {
                list.add(
                    key: cursor, "is answered by the gateway itself",
                    remedy: "choose another path; /healthz and /readyz are reserved")
            }
            return template
        } catch {
            list.add(key: cursor, error.message, remedy: error.remedy)
            return nil
        }
    }

    /// A route without its method and path.
    private struct Draft {
        let operationID: String?
        let function: String
        let events: EventFormat
        let batching: BatchSettings
        let limits: RouteLimits
        let streaming: StreamSettings
        let retries: RetryPolicy?
        let edge: RouteEdgeSettings

        func route(_ signature: RouteSignature, at position: TextPosition) -> RouteDefinition {
            RouteDefinition(
                signature: signature, operationID: operationID, function: function,
                events: events, batching: batching, limits: limits, streaming: streaming,
                retries: retries, edge: edge, position: position)
        }
    }

    private func draft(_ cursor: ManifestCursor, _ list: inout ProblemList) -> Draft? {
        guard let operation = ManifestSection(cursor, OperationKeys.section, &list) else {
            return nil
        }
        let operationID = operation.value(OperationKeys.operationId, &list)
        let function = operation.value(OperationKeys.targetLambda, &list)
            .flatMap { self.function($0, &list) }
        guard let settings = batchingCursor(operation, &list),
            let section = ManifestSection(settings, BatchingKeys.section, &list)
        else { return nil }
        let limits = limits(section, &list)
        let batch = section.value(EventKeys.batch, &list)
        let events = events(section, batch, &list)
        let batching = batch == .off ? single(section, &list) : batching(section, &list)
        let streaming = streaming(section, &list)
        let retries = section.value(BatchingKeys.retries, &list)
        let edge = edge(section, &list)
        guard let function, let limits, let events, let batching, let streaming else { return nil }
        return Draft(
            operationID: operationID, function: function, events: events, batching: batching,
            limits: limits, streaming: streaming, retries: retries, edge: edge)
    }

    private func function(_ cursor: ManifestCursor, _ list: inout ProblemList) -> String? {
        OperationKeys.function { [checkFunction] text throws(TextFault) in
            try checkFunction(text)
        }.read(cursor, &list)
    }

    private func batchingCursor(
        _ operation: ManifestSection, _ list: inout ProblemList
    ) -> ManifestCursor? {
        guard let former = operation[OperationKeys.formerBatching.name] else {
            return operation.value(OperationKeys.batching, &list)
        }
        if operation[OperationKeys.batching.name] != nil {
            list.add(
                key: former, "stands beside `x-smug`, of which it is the former name",
                remedy: "keep `x-smug` and remove `x-lpr`")
        }
        return operation[OperationKeys.batching.name] ?? former
    }
}
