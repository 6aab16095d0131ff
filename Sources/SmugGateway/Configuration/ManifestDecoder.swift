import SmugProtocol

/// Reads a manifest's tree and reports whatever is wrong in it.
struct ManifestDecoder {
    let checkFunction: FunctionName.Check

    /// `nil` only if a problem was reported.
    func manifest(_ root: ManifestCursor, _ list: inout ProblemList) -> Manifest? {
        guard let section = ManifestSection(root, GatewayKeys.section, &list) else { return nil }
        let address = section.value(GatewayKeys.listenAddr, &list)
        let admin = section.value(GatewayKeys.adminAddr, &list)
        if let admin, let address, admin.overlaps(address),
            let cursor = section[GatewayKeys.adminAddr.name]
        {
            let reason = admin == address ? "the same as ListenAddr" : "within ListenAddr"
            list.add(
                cursor, "is \(admin), \(reason), which is \(address)",
                remedy: "give it a port of its own")
        }
        let tls = section.value(GatewayKeys.tls, &list)
        let region = section.value(GatewayKeys.awsRegion, &list)
        let limits = limits(section, &list)
        let timeouts = timeouts(section, &list)
        let streaming = streaming(section, &list)
        let headers =
            section[GatewayKeys.forwardHeaders.name] == nil
            ? ForwardHeaders.all : section.value(GatewayKeys.forwardHeaders, &list)
        let edge = edge(section, &list)
        let local = section.value(GatewayKeys.local, &list) ?? []
        let spec = SpecDecoder(
            forwardHeaders: headers,
            timeoutMilliseconds: quiet(section, GatewayKeys.defaultTimeoutMs),
            maxBodyBytes: quiet(section, GatewayKeys.maxBodyBytes),
            maxQueueDepth: quiet(section, GatewayKeys.maxQueueDepthPerKey),
            maxInflightInvocations: quiet(section, GatewayKeys.maxInflightInvocations),
            maxInvokePayloadBytes: quiet(section, GatewayKeys.maxInvokePayloadBytes),
            streaming: streaming, edge: edge,
            checkFunction: checkFunction)
        let routes = section.value(GatewayKeys.spec, &list).map { spec.routes($0, &list) }
        guard let address, let limits, let timeouts, let streaming, let headers, let edge,
            let routes
        else {
            return nil
        }
        return Manifest(
            listenAddress: address, adminAddress: admin, tls: tls, awsRegion: region,
            limits: limits, timeouts: timeouts, streaming: streaming, forwardHeaders: headers,
            edge: edge, routes: routes, localFunctions: local)
    }

    /// Reads a value again whose problem, if any, has been reported.
    private func quiet(_ section: ManifestSection, _ key: ManifestKey<Int>) -> Int? {
        var reported = ProblemList()
        let value = section.value(key, &reported)
        return reported.problems.isEmpty ? value : nil
    }

    private func limits(
        _ section: ManifestSection, _ list: inout ProblemList
    ) -> GatewayLimits? {
        let invocations = section.value(GatewayKeys.maxInflightInvocations, &list)
        let pending = section.value(GatewayKeys.maxPendingInvocations, &list)
        let requests = section.value(GatewayKeys.maxInflightRequests, &list)
        let depth = section.value(GatewayKeys.maxQueueDepthPerKey, &list)
        let keys = section.value(GatewayKeys.maxBatchKeys, &list)
        let retries = section.value(GatewayKeys.retryBudgetPercent, &list)
        let body = section.value(GatewayKeys.maxBodyBytes, &list)
        let payload = section.value(GatewayKeys.maxInvokePayloadBytes, &list)
        let streams = section.value(GatewayKeys.maxStreamBufferTotalBytes, &list)
        guard let invocations, let pending, let requests, let depth, let keys, let retries,
            let body, let payload, let streams
        else { return nil }
        return GatewayLimits(
            maxInflightInvocations: invocations, maxPendingInvocations: pending,
            maxInflightRequests: requests, maxQueueDepthPerKey: depth, maxBatchKeys: keys,
            retryBudgetPercent: retries,
            maxBodyBytes: body, maxInvokePayloadBytes: payload,
            maxStreamBufferTotalBytes: streams)
    }

    private func streaming(
        _ section: ManifestSection, _ list: inout ProblemList
    ) -> StreamSettings? {
        let idle = section.value(GatewayKeys.streamIdleTimeoutMs, &list)
        let total = section.value(GatewayKeys.streamTimeoutMs, &list)
        let buffer = section.value(GatewayKeys.maxStreamBufferBytes, &list)
        let record = section.value(GatewayKeys.maxStreamRecordBytes, &list)
        let stall = quiet(section, GatewayKeys.writeTimeoutMs)
        guard let idle, let total, let stall, let buffer, let record else { return nil }
        return StreamSettings(
            idleMilliseconds: idle, timeoutMilliseconds: total, stallMilliseconds: stall,
            maxBufferBytes: buffer, maxRecordBytes: record)
    }

    private func timeouts(
        _ section: ManifestSection, _ list: inout ProblemList
    ) -> GatewayTimeouts? {
        let idleKey = section.value(GatewayKeys.idleTtlMs, &list)
        let request = section.value(GatewayKeys.defaultTimeoutMs, &list)
        let drain = section.value(GatewayKeys.drainTimeoutMs, &list)
        let read = section.value(GatewayKeys.readTimeoutMs, &list)
        let keepAlive = section.value(GatewayKeys.idleTimeoutMs, &list)
        let write = section.value(GatewayKeys.writeTimeoutMs, &list)
        let reload = section.value(GatewayKeys.reloadIntervalMs, &list)
        guard let idleKey, let request, let drain, let read, let keepAlive, let write, let reload
        else { return nil }
        return GatewayTimeouts(
            idleKeyMilliseconds: idleKey, requestMilliseconds: request, drainMilliseconds: drain,
            readMilliseconds: read, keepAliveMilliseconds: keepAlive, writeMilliseconds: write,
            reloadMilliseconds: reload)
    }
}
