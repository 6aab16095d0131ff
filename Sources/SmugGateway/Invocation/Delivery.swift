import SmugAWS
import SmugJSON
import SmugLoop
import SmugProtocol
import SmugTelemetry

/// Hands the outcome of one invocation to the requests of its batch.
///
/// Whatever the outcome is, each request has its answer when this is done.
struct Delivery {
    let batch: Batch<PendingRequest>
    let route: Route
    let began: MonotonicTime
    let log: Log
    let facts: BatchFacts

    /// - Parameter endedAt: when the answer was there, or its beginning.
    init(
        batch: Batch<PendingRequest>, route: Route, began: MonotonicTime, endedAt: MonotonicTime,
        log: Log
    ) {
        self.batch = batch
        self.route = route
        self.began = began
        self.log = log
        facts = BatchFacts(
            size: batch.items.count, waitedNanoseconds: began.nanosecondsSince(batch.began),
            invokedNanoseconds: endedAt.nanosecondsSince(began), retries: batch.retries)
    }

    /// Gives each record to its request; a record that cannot be read costs its request only.
    ///
    /// - Returns: `false`, having answered nobody, where the answer is one of records in lines.
    @discardableResult
    func deliver(_ payload: [UInt8]) -> Bool {
        let events = route.definition.events
        guard events.isBatched else {
            give(PlainAnswer.outcome(of: payload, shape: events.shape), to: batch.items[0])
            return true
        }
        do throws(BatchResponseError) {
            switch try BatchResponse(payload, batchSize: batch.items.count, shape: events.shape) {
            case .plain(let outcome): give(outcome, to: batch.items[0])
            case .batch(var decoder): try deliver(&decoder)
            }
        } catch {
            if StreamDemultiplexer.recognizes(payload) { return false }
            route.metrics.invocationFailures.add(GatewayFault.badAnswer.code)
            note("bad_answer") {
                $0.reason(error.description)
                $0.requestIDs(of: batch.items.filter { !$0.isAnswered })
            }
            answerRest(.badAnswer)
        }
        return true
    }

    private func deliver(_ decoder: inout BatchResponseDecoder) throws(BatchResponseError) {
        var matcher = BatchMatcher(ids: batch.items.map(\.id))
        defer { noteStrays(matcher) }
        // Read first and given then: what goes out one right after the other costs whoever gets it
        // one wake-up. Those before a break in the document are good.
        var outcomes: [(index: Int, outcome: RecordOutcome?)] = []
        outcomes.reserveCapacity(batch.items.count)
        defer {
            for place in outcomes.indices {
                guard let outcome = exchange(&outcomes[place].outcome, with: nil) else { continue }
                give(outcome, to: batch.items[outcomes[place].index])
            }
        }
        while let (id, outcome) = try decoder.next() {
            guard case .request(let index) = matcher.match(id) else { continue }
            outcomes.append((index, consume outcome))
        }
        for index in matcher.unanswered {
            note("missing_answer") {
                $0.key("requestId"); $0.string(utf8: batch.items[index].id)
            }
            batch.items[index].answer(.failure(.missingAnswer, facts))
        }
    }

    private func give(_ outcome: consuming RecordOutcome, to request: PendingRequest) {
        switch consume outcome {
        case .answer(let answer): request.answer(.response(consume answer, facts))
        case .fault(let fault):
            note("bad_record") {
                $0.key("requestId")
                $0.string(utf8: request.id)
                $0.reason(fault.description)
            }
            request.answer(.failure(.badAnswer, facts))
        }
    }

    /// Answers every request of an invocation that gave none, but for those to be tried again.
    func fail(_ error: LambdaError, _ decision: Retrier.Decision = .giveUp) {
        guard !isDropped else { return noteDropped() }
        let fault = GatewayFault(error)
        route.metrics.invocationFailures.add(fault.code)
        var again: Set<UInt64> = []
        for retry in decision.retries { again.formUnion(retry.batch.items.map(\.identity)) }
        switch decision {
        case .giveUp, .split: break
        case .retry: route.metrics.retries.add()
        case .withheld: route.metrics.withheldRetries.add()
        }
        log.write(.warn, "invocation_failed") { line in
            describe(&line)
            line.key("code")
            line.string("\(fault.code)")
            line.reason(error.description)
            line.requestIDs(of: batch.items)
            line.decision(decision)
        }
        for request in batch.items where !again.contains(request.identity) {
            request.answer(.failure(fault, facts))
        }
    }

    /// Whether everybody had left before the invocation ended.
    var isDropped: Bool { batch.items.first?.scope?.isDropped ?? false }

    func noteDropped() {
        log.write(.info, "invocation_dropped") { line in
            describe(&line)
            line.reason("nobody waits for it any more")
            line.requestIDs(of: batch.items)
        }
    }

    private func answerRest(_ fault: GatewayFault) {
        for request in batch.items { request.answer(.failure(fault, facts)) }
    }

    private func noteStrays(_ matcher: BatchMatcher) {
        guard matcher.unknown + matcher.duplicates > 0 else { return }
        route.metrics.unknownRecords.add(matcher.unknown)
        route.metrics.repeatedRecords.add(matcher.duplicates)
        note("stray_records") {
            $0.key("unknown")
            $0.integer(matcher.unknown)
            $0.key("repeated")
            $0.integer(matcher.duplicates)
        }
    }

    /// Says that the function answers in another mode than its route expects.
    func noteMode(_ reason: String) {
        note("wrong_invoke_mode") { $0.reason(reason) }
    }

    /// One line an invocation, for who looks closely.
    func noteInvocation(payloadBytes: Int) {
        log.write(.debug, "invocation") { line in
            describe(&line)
            line.key("waitMs")
            line.double(Double(facts.waitedNanoseconds / 1000) / 1000)
            line.key("payloadBytes")
            line.integer(payloadBytes)
            line.requestIDs(of: batch.items)
        }
    }

    func note(_ event: StaticString, _ fields: (inout JSONWriter) -> Void) {
        log.write(.warn, event) { line in
            describe(&line)
            fields(&line)
        }
    }

    private func describe(_ line: inout JSONWriter) {
        line.key("function")
        line.string(route.function.description)
        line.key("route")
        line.string(route.definition.description)
        line.key("batchSize")
        line.integer(facts.size)
        line.key("invokeMs")
        line.double(Double(facts.invokedNanoseconds / 1000) / 1000)
        guard facts.retries > 0 else { return }
        line.key("retries")
        line.integer(facts.retries)
    }
}

extension JSONWriter {
    /// The most bytes of a function's own words that one line takes.
    private static var maxReasonBytes: Int { 4096 }

    /// What went wrong; functions and Lambda have words in it, as many as they like.
    mutating func reason(_ text: String) {
        key("reason")
        string(utf8: Array(text.utf8.prefix(Self.maxReasonBytes)))
    }

    /// Whether, when and for how many the invocation is tried again.
    fileprivate mutating func decision(_ decision: Retrier.Decision) {
        switch decision {
        case .giveUp: break
        case .withheld:
            key("retry")
            string("withheld")
        case .split(let halves):
            key("retry")
            string("split")
            key("retryBatchSizes")
            beginArray()
            for half in halves { integer(half.batch.items.count) }
            endArray()
        case .retry(let retries):
            key("retry")
            string("scheduled")
            key("retryBatchSize")
            integer(retries.reduce(0) { $0 + $1.batch.items.count })
            key("retryDelayMs")
            integer(Int((retries.first?.delay ?? .zero).wholeNanoseconds / 1_000_000))
        }
    }

    mutating func requestIDs(of requests: [PendingRequest]) {
        key("requestIds")
        beginArray()
        for request in requests { string(utf8: request.id) }
        endArray()
    }
}
