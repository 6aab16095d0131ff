import SmugAWS
import SmugJSON
import SmugLoop
import SmugProtocol
import SmugTelemetry

/// Hands what a streamed invocation gives to the requests of its batch, as it comes.
///
/// Whatever comes, each request has its answer, whole or broken off, when this is done.
struct StreamDelivery<Reader: AnswerReader> {
    private let batch: Batch<PendingRequest>
    private let route: Route
    private let began: MonotonicTime
    private let log: Log
    private let maxBufferBytes: Int
    private let budget: ByteBudget?
    private let scope: InvocationScope?
    private var reader: Reader
    /// The answers that have begun, by request.
    private var streams: [AnswerStream?]
    private var hasNotedMode = false
    /// After how many nanoseconds the last of the answers has begun.
    private(set) var answering: Int64?
    private var stallLimit = StallLimit()

    init(
        batch: Batch<PendingRequest>, route: Route, began: MonotonicTime, log: Log,
        maxBufferBytes: Int, budget: ByteBudget? = nil, reader: Reader
    ) {
        self.batch = batch
        self.route = route
        self.began = began
        self.log = log
        self.maxBufferBytes = maxBufferBytes
        self.budget = budget
        scope = batch.items.first?.scope
        self.reader = reader
        streams = Array(repeating: nil, count: batch.items.count)
    }

    /// What is told of the invocation as it stands now.
    var facts: BatchFacts { delivery.facts }

    /// Its words for the log and for traces, with the time as it is now.
    var delivery: Delivery {
        Delivery(batch: batch, route: route, began: began, endedAt: EventLoop.now, log: log)
    }

    private mutating func factsOfAnswer() -> BatchFacts {
        let facts = facts
        answering = facts.invokedNanoseconds
        return facts
    }

    // MARK: - What comes

    /// Takes what the function has written; returns when there is room for more.
    mutating func receive(_ part: ArraySlice<UInt8>) async {
        reader.append(part)
        await perform()
    }

    /// Answers who has no answer, now that nothing more comes.
    mutating func finish() async {
        reader.finish()
        await perform()
        noteStrays()
    }

    /// The same after a failure.
    mutating func fail(_ error: LambdaError, _ decision: Retrier.Decision = .giveUp) {
        noteStrays()
        let delivery = delivery
        guard !delivery.isDropped else { return delivery.noteDropped() }
        let fault = GatewayFault(error)
        for index in reader.unfinished {
            guard let stream = streams[index] else { continue }
            if stream.finish(.broken(fault)) { scope?.served() }
            streams[index] = nil
        }
        // This one answers those that have not begun.
        delivery.fail(error, decision)
    }

    private mutating func perform() async {
        while let order = reader.next() {
            switch order {
            case .answer(let index, let answer):
                give(index, .response(answer, factsOfAnswer()))
            case .fail(let index, let fault):
                note(fault, of: index, hasBegun: false)
                give(index, .failure(GatewayFault(fault), facts))
            case .begin(let index, let head): begin(index, head)
            case .part(let index, let bytes): await pass(bytes, to: index)
            case .end(let index): end(index, .whole)
            case .abort(let index, let fault):
                note(fault, of: index, hasBegun: true)
                end(index, .broken(.streamBroken))
            }
        }
        if reader.hasDocument, !hasNotedMode {
            hasNotedMode = true
            delivery.noteMode(
                "the function answers with one document: set invokeMode to buffered, or have its"
                    + " adapter stream")
        }
    }

    // MARK: - What goes

    private func give(_ index: Int, _ answer: Answer) {
        if batch.items[index].answer(answer) { scope?.served() }
        batch.items[index].releaseEvent()
    }

    private mutating func begin(_ index: Int, _ head: FunctionAnswer) {
        let stream = AnswerStream(maxBytes: maxBufferBytes, budget: budget) { [scope] in
            scope?.left()
        }
        batch.items[index].releaseEvent()
        guard batch.items[index].answer(.stream(head, stream, factsOfAnswer())) else {
            return reader.abandon(index)
        }
        streams[index] = stream
    }

    private mutating func end(_ index: Int, _ end: StreamEnd) {
        if let stream = streams[index], stream.finish(end) { scope?.served() }
        streams[index] = nil
    }

    /// Passes a part on; for a client that is slow the function is held back, as long as others
    /// that wait for it can stand that: then that client is cut off.
    private mutating func pass(_ bytes: [UInt8], to index: Int) async {
        guard let stream = streams[index] else { return }
        while true {
            switch stream.append(bytes) {
            case .taken: return
            case .over:
                streams[index] = nil
                return reader.abandon(index)
            case .full where !isWaitedFor(beside: index): await stream.room()
            case .full(let bound):
                let takesIt = await takesAll(stream)
                guard takesIt || !isWaitedFor(beside: index) else { return cutOff(index, bound) }
            }
        }
    }

    /// Whether a client takes all that waits for it within the limit.
    private mutating func takesAll(_ stream: AnswerStream) async -> Bool {
        guard let loop = EventLoop.current else { return false }
        let began = EventLoop.now
        while true {
            let end = stallLimit.end(ofWaitFrom: began, lastTaken: stream.lastTaken)
            if await stream.room(until: end, on: loop) { return true }
            // What it has taken meanwhile earns it more time.
            let now = EventLoop.now
            guard now < stallLimit.end(ofWaitFrom: began, lastTaken: stream.lastTaken) else {
                stallLimit.waitedInVain(from: began, to: now)
                return false
            }
        }
    }

    private mutating func cutOff(_ index: Int, _ bound: AnswerStream.Bound) {
        guard let stream = streams[index] else { return }
        route.metrics.slowReaders.add()
        let (limit, reason) =
            switch bound {
            case .channel:
                (
                    Limit.maxStreamBufferBytes,
                    "over \(stream.maxBytes) bytes wait for a client that does not take them, and"
                        + " whose invocation others share: raise MaxStreamBufferBytes, or lower"
                        + " maxBatchSize"
                )
            case .budget:
                (
                    Limit.maxStreamBufferTotalBytes,
                    "of \(budget?.maxBytes ?? 0) bytes for all clients no more are free than wait"
                        + " for this one, which does not take them: raise"
                        + " MaxStreamBufferTotalBytes, or lower maxBatchSize"
                )
            }
        route.metrics.limits.refused(limit)
        delivery.note("slow_reader") {
            $0.key("requestId")
            $0.string(utf8: batch.items[index].id)
            $0.reason(reason)
        }
        if stream.cutOff(.broken(.slowReader)) { scope?.served() }
        streams[index] = nil
        reader.abandon(index)
    }

    /// Whether any other request still waits for something of this invocation.
    private func isWaitedFor(beside index: Int) -> Bool {
        reader.unfinished.contains { other in
            guard other != index else { return false }
            guard let stream = streams[other] else { return !batch.items[other].isAnswered }
            return !stream.isAbandoned
        }
    }

    // MARK: - Words

    private func note(_ fault: StreamFault, of index: Int, hasBegun: Bool) {
        if case .lineTooLong = fault { route.metrics.limits.refused(.maxStreamRecordBytes) }
        let event: StaticString =
            switch fault {
            case .missing: hasBegun ? "stream_broken" : "missing_answer"
            default: hasBegun ? "stream_broken" : "bad_record"
            }
        delivery.note(event) {
            $0.key("requestId")
            $0.string(utf8: batch.items[index].id)
            $0.reason(fault.description)
        }
    }

    private func noteStrays() {
        let strays = reader.strays
        guard !strays.isEmpty else { return }
        let counts: [(StaticString, Int, Counter)] = [
            ("unknown", strays.unknown, route.metrics.unknownRecords),
            ("repeated", strays.repeated, route.metrics.repeatedRecords),
            ("unknownType", strays.unknownType, route.metrics.untypedRecords),
            ("unversioned", strays.unversioned, route.metrics.unversionedRecords),
            ("broken", strays.broken, route.metrics.brokenRecords),
        ]
        delivery.note("stray_records") { line in
            for (name, count, counter) in counts {
                counter.add(count)
                line.key("\(name)")
                line.integer(count)
            }
        }
    }
}

extension GatewayFault {
    /// What a request is told whose record gives no answer.
    fileprivate init(_ fault: StreamFault) {
        self =
            switch fault {
            case .given(let status, let message): .functionError(status, message: message)
            case .missing: .missingAnswer
            default: .badAnswer
            }
    }
}
