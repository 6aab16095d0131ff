/// How long batches of a route gather.
extension SpecDecoder {
    /// Required where no other key says how long a request waits.
    func maxWait(_ section: ManifestSection, _ list: inout ProblemList) -> Int? {
        let implied = impliedWait(section)
        let maxWait =
            section[BatchingKeys.maxWaitMs.name] == nil && implied != nil
            ? implied?.value : section.value(BatchingKeys.maxWaitMs, &list)
        // Whoever asked for the timeout reports it if it is wrong.
        var unreported = ProblemList()
        let timeout = resolve(section, BatchingKeys.timeoutMs, timeoutMilliseconds, &unreported)
        guard let maxWait, let timeout, maxWait >= timeout,
            let cursor = section[BatchingKeys.maxWaitMs.name] ?? implied?.cursor
        else { return maxWait }
        list.add(
            cursor, "is \(maxWait), not less than the timeout, which is \(timeout)",
            remedy: section[BatchingKeys.maxWaitMs.name] == nil
                ? "lower it, add a lower `maxWaitMs`, or raise `timeoutMs`"
                : "lower it, or raise `timeoutMs`")
        return maxWait
    }

    /// The longest wait that `balance` or `latencyGoalMs` comes to by itself.
    private func impliedWait(_ section: ManifestSection) -> Located<Int>? {
        // Whoever reads the key reports it if it is wrong; a stand-in keeps the rest quiet.
        var unreported = ProblemList()
        if let cursor = section[BatchingKeys.latencyGoalMs.name] {
            let goal = section.value(BatchingKeys.latencyGoalMs, &unreported)
            return Located(value: goal ?? 0, cursor: cursor)
        }
        guard let cursor = section[BatchingKeys.balance.name] else { return nil }
        let balance = ManifestSection(cursor, BalanceKeys.section, &unreported)
        let worth = balance?.value(BalanceKeys.invocationWorthMs, &unreported)
        return Located(
            value: worth ?? 0, cursor: balance?[BalanceKeys.invocationWorthMs.name] ?? cursor)
    }

    /// `nil` only if a problem was reported.
    func window(
        _ section: ManifestSection, maxWait: Int?, _ list: inout ProblemList
    ) -> BatchWindow? {
        let given = BatchingKeys.windows.filter { section[$0] != nil }
        for name in given.dropFirst() {
            guard let cursor = section[name], let first = given.first else { continue }
            list.add(
                key: cursor, "stands beside `\(first)`, and only one can say when a batch leaves",
                remedy: "keep one of the two")
        }
        // All are read, so that all problems are reported.
        let dynamic = section.value(BatchingKeys.dynamicWait, &list)
            .map { dynamicWait($0, maxWait: maxWait, &list) }
        let balance = section.value(BatchingKeys.balance, &list).map { self.balance($0, &list) }
        let goal = section.value(BatchingKeys.latencyGoalMs, &list)
        switch given.first {
        case BatchingKeys.dynamicWait.name: return dynamic ?? nil
        case BatchingKeys.balance.name: return balance ?? nil
        case BatchingKeys.latencyGoalMs.name: return goal.map { .latencyGoal(milliseconds: $0) }
        default: return .fixed
        }
    }

    private func balance(_ cursor: ManifestCursor, _ list: inout ProblemList) -> BatchWindow? {
        guard let section = ManifestSection(cursor, BalanceKeys.section, &list) else { return nil }
        let worth = section.value(BalanceKeys.invocationWorthMs, &list)
        let predicts = section.value(BalanceKeys.predict, &list)
        guard let worth, let predicts else { return nil }
        return .balance(invocationWorthMilliseconds: worth, predicts: predicts)
    }

    private func dynamicWait(
        _ cursor: ManifestCursor, maxWait: Int?, _ list: inout ProblemList
    ) -> BatchWindow? {
        guard let section = ManifestSection(cursor, DynamicWaitKeys.section, &list) else {
            return nil
        }
        let minWait = section.value(DynamicWaitKeys.minWaitMs, &list)
        let target = section.value(DynamicWaitKeys.targetRps, &list)
        let steepness = section.value(DynamicWaitKeys.steepness, &list)
        let interval = section.value(DynamicWaitKeys.samplingIntervalMs, &list)
        let samples = section.value(DynamicWaitKeys.smoothingSamples, &list)
        let isNormalized = section.value(DynamicWaitKeys.normalize, &list)
        if let minWait, let maxWait, minWait > maxWait,
            let cursor = section[DynamicWaitKeys.minWaitMs.name]
        {
            list.add(
                cursor, "is \(minWait), more than maxWaitMs, which is \(maxWait)",
                remedy: "lower it, or raise `maxWaitMs`")
        }
        guard let minWait, let target, let steepness, let interval, let samples, let isNormalized
        else { return nil }
        return .dynamic(
            DynamicWaitSettings(
                minWaitMilliseconds: minWait, targetRequestsPerSecond: target,
                steepness: steepness, samplingIntervalMilliseconds: interval,
                smoothingSamples: samples, isNormalized: isNormalized))
    }

    func idleFastPath(_ section: ManifestSection, _ list: inout ProblemList) -> Bool? {
        let isOn = section.value(BatchingKeys.idleFastPath, &list)
        if isOn == true, section[BatchingKeys.balance.name] != nil,
            let cursor = section[BatchingKeys.idleFastPath.name]
        {
            list.add(
                key: cursor, "stands beside `balance`, which lets lone requests leave by itself",
                remedy: "remove it")
        }
        return isOn
    }

    /// Ascending; what is wrong is reported and left out.
    func preferredSizes(
        _ section: ManifestSection, maxBatchSize: Int?, _ list: inout ProblemList
    ) -> [Int] {
        let sizes = section.value(BatchingKeys.preferredBatchSizes, &list) ?? []
        for (index, size) in sizes.enumerated() {
            if let maxBatchSize, size.value > maxBatchSize {
                list.add(
                    size.cursor,
                    "is \(size.value), more than maxBatchSize, which is \(maxBatchSize)",
                    remedy: "remove it, or raise `maxBatchSize`")
            }
            if index > 0, size.value <= sizes[index - 1].value {
                list.add(
                    size.cursor, "is \(size.value), not more than the size before it",
                    remedy: "give each size once, the smallest first")
            }
        }
        return sizes.map(\.value)
    }
}
