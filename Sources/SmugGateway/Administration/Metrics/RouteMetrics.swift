import SmugHTTP
import SmugLoop
import SmugTelemetry

/// One route's numbers, looked up once: counting is an atomic addition.
final class RouteMetrics: Sendable {
    let duration: Histogram
    let queueWait: Histogram
    let receivedBytes: Counter
    let sentBytes: Counter
    let errors: CodeCounters
    let batchSize: Histogram
    let batchWait: Histogram
    let invokeDuration: Histogram
    let invocationFailures: CodeCounters
    let retries: Counter
    let withheldRetries: Counter
    let unknownRecords: Counter
    let repeatedRecords: Counter
    let untypedRecords: Counter
    let unversionedRecords: Counter
    let brokenRecords: Counter
    let slowReaders: Counter
    let preflights: Counter
    /// All routes'.
    let limits: LimitMetrics
    /// By the first digit of the status.
    private let answered: [Counter]

    init(_ metrics: GatewayMetrics, labels: [String]) {
        let requests = metrics.requests
        duration = requests.duration.series(labels)
        queueWait = requests.queueWait.series(labels)
        receivedBytes = requests.receivedBytes.series(labels)
        sentBytes = requests.sentBytes.series(labels)
        errors = CodeCounters(requests.errors, labels)
        answered = ["other", "other", "2xx", "3xx", "4xx", "5xx"].map {
            requests.answered.series(labels + [$0])
        }
        let invocations = metrics.invocations
        batchSize = invocations.batchSize.series(labels)
        batchWait = invocations.batchWait.series(labels)
        invokeDuration = invocations.duration.series(labels)
        invocationFailures = CodeCounters(invocations.failures, labels)
        retries = invocations.retries.series(labels)
        withheldRetries = invocations.withheldRetries.series(labels)
        unknownRecords = invocations.strayRecords.series(labels + ["unknown"])
        repeatedRecords = invocations.strayRecords.series(labels + ["repeated"])
        untypedRecords = invocations.strayRecords.series(labels + ["unknown_type"])
        unversionedRecords = invocations.strayRecords.series(labels + ["unversioned"])
        brokenRecords = invocations.strayRecords.series(labels + ["broken"])
        slowReaders = requests.slowReaders.series(labels)
        preflights = requests.preflights.series(labels)
        limits = metrics.limits
    }

    /// Counts what was turned away before it was a request.
    func refused(_ status: HTTPStatus) {
        answered[index(of: status)].add()
    }

    func requestEnded(_ status: HTTPStatus?, nanoseconds: Int64, sentBytes: Int) {
        answered[index(of: status)].add()
        duration.record(Int(nanoseconds))
        self.sentBytes.add(sentBytes)
    }

    func invocationEnded(
        _ batch: Batch<PendingRequest>, began: MonotonicTime, _ facts: BatchFacts
    ) {
        batchSize.record(facts.size)
        batchWait.record(Int(facts.waitedNanoseconds))
        invokeDuration.record(Int(facts.invokedNanoseconds))
        for request in batch.items {
            queueWait.record(Int(began.nanosecondsSince(request.arrival)))
        }
    }

    private func index(of status: HTTPStatus?) -> Int {
        let digit = (status?.code ?? 0) / 100
        return digit < answered.count ? digit : 0
    }
}
