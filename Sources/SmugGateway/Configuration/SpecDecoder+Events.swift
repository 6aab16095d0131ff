import SmugProtocol

extension SpecDecoder {
    func events(
        _ section: ManifestSection, _ batch: Switch?, _ list: inout ProblemList
    ) -> EventFormat? {
        let shape = section.value(EventKeys.eventShape, &list)
        let multiValue = section.value(EventKeys.multiValueHeaders, &list)
        let stage = section.value(EventKeys.stage, &list)
        let variables = section.value(EventKeys.stageVariables, &list) ?? []
        guard let batch, let shape, let multiValue, let stage else { return nil }
        var format = EventFormat(
            shape, stage: stage,
            stageVariables: variables.map { .init(name: $0.key, value: $0.value) },
            isBatched: batch == .on)
        var foreign = [EventKeys.stage.name, EventKeys.stageVariables.name]
        switch shape {
        case .httpAPI, .restAPI: foreign = [EventKeys.multiValueHeaders.name]
        case .loadBalancer: format.shape = .loadBalancer(multiValue: multiValue)
        case .functionURL: foreign.append(EventKeys.multiValueHeaders.name)
        }
        for name in foreign {
            guard let cursor = section[name] else { continue }
            list.add(
                key: cursor, "has no place in events of the shape \(shape)",
                remedy: "remove it, or choose another `eventShape`")
        }
        return format
    }

    /// The settings of a route whose requests are invocations of their own.
    func single(_ section: ManifestSection, _ list: inout ProblemList) -> BatchSettings? {
        for name in BatchingKeys.ofBatches {
            guard let cursor = section[name] else { continue }
            list.add(
                key: cursor, "has no meaning with `batch: off`",
                remedy: "remove it, or remove `batch: off`")
        }
        checkSingle(section, BatchingKeys.maxBatchSize, is: 1, &list)
        checkSingle(section, BatchingKeys.maxWaitMs, is: 0, &list)
        let mode = section.value(BatchingKeys.invokeMode, &list)
        let tenant = section.value(BatchingKeys.tenant, &list)
        let key = key(section, tenant, &list)
        guard let mode, let maxInvokePayloadBytes else { return nil }
        return BatchSettings(
            maxWaitMilliseconds: 0, maxBatchSize: 1, maxBatchBytes: maxInvokePayloadBytes,
            invokeMode: mode, key: key, window: .fixed, idleFastPath: false,
            preferredBatchSizes: [], tenant: tenant?.value)
    }

    private func checkSingle(
        _ section: ManifestSection, _ key: ManifestKey<Int>, is wanted: Int,
        _ list: inout ProblemList
    ) {
        guard let cursor = section[key.name], let value = section.value(key, &list),
            value != wanted
        else { return }
        list.add(
            cursor, "is \(value), but with `batch: off` every request is invoked alone and at once",
            remedy: "remove it, or remove `batch: off`")
    }
}
