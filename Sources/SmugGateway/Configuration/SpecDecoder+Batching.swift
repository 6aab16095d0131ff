import SmugProtocol

extension SpecDecoder {
    func limits(_ section: ManifestSection, _ list: inout ProblemList) -> RouteLimits? {
        let timeout = resolve(section, BatchingKeys.timeoutMs, timeoutMilliseconds, &list)
        let body = resolve(section, BatchingKeys.maxBodyBytes, maxBodyBytes, &list)
        let depth = resolve(section, BatchingKeys.maxQueueDepth, maxQueueDepth, &list)
        let invocations = section.value(BatchingKeys.maxInflightInvocations, &list)
        check(
            section, BatchingKeys.maxInflightInvocations, invocations,
            isAtMost: GatewayKeys.maxInflightInvocations, maxInflightInvocations, &list)
        guard let timeout, let body, let depth else { return nil }
        return RouteLimits(
            timeoutMilliseconds: timeout, maxBodyBytes: body, maxQueueDepth: depth,
            maxInflightInvocations: invocations)
    }

    func batching(_ section: ManifestSection, _ list: inout ProblemList) -> BatchSettings? {
        let maxWait = maxWait(section, &list)
        let size = section.value(BatchingKeys.maxBatchSize, &list)
        checkIsReached(section, size, &list)
        let bytes = resolve(section, BatchingKeys.maxBatchBytes, maxInvokePayloadBytes, &list)
        check(
            section, BatchingKeys.maxBatchBytes, bytes,
            isAtMost: GatewayKeys.maxInvokePayloadBytes, maxInvokePayloadBytes, &list)
        let mode = section.value(BatchingKeys.invokeMode, &list)
        let tenant = section.value(BatchingKeys.tenant, &list)
        let key = key(section, tenant, &list)
        let window = window(section, maxWait: maxWait, &list)
        let isIdleFast = idleFastPath(section, &list)
        let sizes = preferredSizes(section, maxBatchSize: size, &list)
        guard let maxWait, let size, let bytes, let mode, let window, let isIdleFast else {
            return nil
        }
        return BatchSettings(
            maxWaitMilliseconds: maxWait, maxBatchSize: size, maxBatchBytes: bytes,
            invokeMode: mode, key: key, window: window, idleFastPath: isIdleFast,
            preferredBatchSizes: sizes, tenant: tenant?.value)
    }

    /// A batch that is larger than its queue would never be full, and requests be refused for want
    /// of room while nothing runs.
    private func checkIsReached(
        _ section: ManifestSection, _ size: Int?, _ list: inout ProblemList
    ) {
        // Whoever asked for the depth reports it if it is wrong.
        var unreported = ProblemList()
        let key = BatchingKeys.maxQueueDepth
        let depth = resolve(section, key, maxQueueDepth, &unreported)
        guard let size, let depth, size > depth,
            let cursor = section[BatchingKeys.maxBatchSize.name]
        else { return }
        let name = section[key.name] == nil ? GatewayKeys.maxQueueDepthPerKey.name : key.name
        list.add(
            cursor, "is \(size), more than \(name), which is \(depth): so many never wait together",
            remedy: "lower it, or raise `\(name)`")
    }

    func streaming(_ section: ManifestSection, _ list: inout ProblemList) -> StreamSettings? {
        let idle = resolve(
            section, BatchingKeys.streamIdleTimeoutMs, streaming?.idleMilliseconds, &list)
        let total = resolve(
            section, BatchingKeys.streamTimeoutMs, streaming?.timeoutMilliseconds, &list)
        guard let streaming, let idle, let total else { return nil }
        return StreamSettings(
            idleMilliseconds: idle, timeoutMilliseconds: total,
            stallMilliseconds: streaming.stallMilliseconds,
            maxBufferBytes: streaming.maxBufferBytes, maxRecordBytes: streaming.maxRecordBytes)
    }

    /// The route's own value, or the gateway's where the key is absent.
    func resolve(
        _ section: ManifestSection, _ key: ManifestKey<Int>, _ inherited: Int?,
        _ list: inout ProblemList
    ) -> Int? {
        section[key.name] == nil ? inherited : section.value(key, &list)
    }

    private func check(
        _ section: ManifestSection, _ key: ManifestKey<Int>, _ value: Int?,
        isAtMost gatewayKey: ManifestKey<Int>, _ bound: Int?, _ list: inout ProblemList
    ) {
        guard let value, let bound, value > bound, let cursor = section[key.name] else { return }
        list.add(
            cursor, "is \(value), more than \(gatewayKey.name), which is \(bound)",
            remedy: "lower it, or raise \(gatewayKey.name)")
    }

    /// The tenant is part of it, whether it is listed or not.
    func key(
        _ section: ManifestSection, _ tenant: Located<KeyDimension>?, _ list: inout ProblemList
    ) -> [KeyDimension] {
        var result: [KeyDimension] = []
        for item in section.value(BatchingKeys.key, &list) ?? [] {
            guard let dimension = item.value else { continue }
            if result.contains(dimension) {
                list.add(
                    item.cursor, "repeats \"\(dimension)\"", remedy: "remove one of the two")
                continue
            }
            checkIsForwarded(dimension, item.cursor, "batches", "remove it from `key`", &list)
            result.append(dimension)
        }
        guard let tenant, !result.contains(tenant.value) else { return result }
        checkIsForwarded(
            tenant.value, tenant.cursor, "tells tenants apart", "choose another header", &list)
        return result + [tenant.value]
    }

    private func checkIsForwarded(
        _ dimension: KeyDimension, _ cursor: ManifestCursor, _ use: String, _ remedy: String,
        _ list: inout ProblemList
    ) {
        guard let name = dimension.headerName, let obstacle = obstacle(to: name) else { return }
        list.add(
            cursor, "\(use) by the header \(name), which \(obstacle.reason)",
            remedy: obstacle.remedy.map { "\($0), or \(remedy)" } ?? remedy)
    }

    /// Why a function does not get what its requests would be told apart by, and what may help.
    private func obstacle(to name: String) -> (reason: String, remedy: String?)? {
        switch HeaderObstacle(name) {
        case .ofConnection: ("is about one connection and never goes to functions", nil)
        case .lookalike(let original):
            ("functions could take for \(original) and therefore do not get", nil)
        case .vouched where edge?.proxies.believes(name) == false:
            (
                "no trusted proxy writes: functions get what the gateway believes instead",
                "set TrustedProxyHops, with TrustedProxyHeader or TrustedForwardedHost, if one does"
            )
        case .vouched, nil:
            forwardHeaders?.forwards(Array(name.utf8).span) == false
                ? ("ForwardHeaders holds back", "let ForwardHeaders pass \(name)") : nil
        }
    }
}
