import SmugHTTP
import SmugJSON

/// Tells the answers of a streamed batch apart.
package struct StreamDemultiplexer: Sendable {
    /// What to do for the request at an index of the batch.
    package enum Order: Sendable {
        /// Give it this whole answer.
        case answer(Int, FunctionAnswer)
        /// Tell it that there is none.
        case fail(Int, StreamFault)
        /// Begin its answer with this status and these fields; the body follows.
        case begin(Int, FunctionAnswer)
        case part(Int, [UInt8])
        case end(Int)
        /// Break its answer off so that nobody takes it for whole.
        case abort(Int, StreamFault)
    }

    /// Records that did nothing, by reason.
    package struct Strays: Hashable, Sendable {
        /// For no request of this batch, or without an id.
        package var unknown = 0
        /// For a request that has its answer, or a second head.
        package var repeated = 0
        /// Of a type that this version does not know.
        package var unknownType = 0
        /// Without a version.
        package var unversioned = 0
        /// Lines that are no record.
        package var broken = 0

        package init() {}

        package var isEmpty: Bool { self == Strays() }
    }

    private enum Phase {
        case waiting
        case begun
        case done
        /// Nobody waits for it: the function cannot know, and is not to blame for what it says.
        case abandoned

        var isOver: Bool { self == .done || self == .abandoned }
    }

    private var lines: RecordLines
    private var matcher: BatchMatcher
    private let shape: EventShape
    private let rules: AnswerRules
    private var phases: [Phase]
    private var orders: [Order] = []
    private var nextOrder = 0
    private var isOver = false
    /// Whether a part of anybody's answer may have been lost.
    private var isTainted = false
    private var counted = Strays()
    /// Whether the function has answered with the document of a buffered answer.
    package private(set) var hasDocument = false

    /// - Parameters:
    ///   - ids: of the batch's requests, which differ from each other.
    ///   - maxLineBytes: of one record.
    ///   - shape: of the batch's events.
    package init(ids: [[UInt8]], maxLineBytes: Int, shape: EventShape = .httpAPI) {
        self.shape = shape
        rules = AnswerRules(batchOf: shape)
        lines = RecordLines(maxBytes: maxLineBytes)
        matcher = BatchMatcher(ids: ids)
        phases = Array(repeating: .waiting, count: ids.count)
        unfinishedCount = ids.count
    }

    package var strays: Strays {
        var strays = counted
        strays.unknown += matcher.unknown
        return strays
    }

    /// The requests whose answer is not complete.
    package var unfinished: [Int] { phases.indices.filter { !phases[$0].isOver } }

    /// How many these are.
    package private(set) var unfinishedCount: Int

    package mutating func append(_ part: ArraySlice<UInt8>) {
        if !isOver { lines.append(part) }
    }

    /// Takes in that nothing more comes.
    package mutating func finish() {
        do throws(RecordLines.TooLong) {
            while !isOver, let line = try lines.next() { read(line) }
            if !isOver, let line = try lines.last() { read(line) }
        } catch {
            failRest(.lineTooLong(maxBytes: error.maxBytes))
        }
        failRest(.missing)
    }

    /// Gives a request up, for which nobody waits any more.
    package mutating func abandon(_ index: Int) { set(index, .abandoned) }

    /// The next order, until there is none for what has come in so far.
    package mutating func next() -> Order? {
        while nextOrder == orders.count {
            orders.removeAll(keepingCapacity: true)
            nextOrder = 0
            guard !isOver else { return nil }
            do throws(RecordLines.TooLong) {
                guard let line = try lines.next() else { return nil }
                read(line)
            } catch {
                failRest(.lineTooLong(maxBytes: error.maxBytes))
            }
        }
        defer { nextOrder += 1 }
        return orders[nextOrder]
    }

    /// Whether a whole answer begins with a record of a stream.
    package static func recognizes(_ answer: [UInt8]) -> Bool {
        var lines = RecordLines(maxBytes: .max - 1)
        lines.append(answer[...])
        guard let first = try? lines.next() ?? lines.last() else { return false }
        let record = StreamRecord(answer, in: first, AnswerRules(batchOf: .httpAPI))
        return switch record.content {
        case .complete, .head, .part, .end, .error, .unknownType: record.id != nil
        case .unversioned, .unsupportedVersion, .document, .broken: false
        }
    }

    // MARK: - Records

    private mutating func read(_ line: Range<Int>) {
        let record = StreamRecord(lines.bytes, in: line, rules)
        switch record.content {
        case .document: return readDocument(line)
        case .unsupportedVersion: return failRest(.unsupportedVersion)
        case .unversioned:
            counted.unversioned += 1
            return
        case .broken(let error): return readBroken(record.id, error)
        default: break
        }
        guard let index = matcher.find(record.id) else { return }
        guard !isOver(index) else { return }
        apply(record.content, to: index)
    }

    /// Whether a record for this request comes too late; counts one for a request that has its answer.
    private mutating func isOver(_ index: Int) -> Bool {
        if phases[index] == .done { counted.repeated += 1 }
        return phases[index].isOver
    }

    private mutating func apply(_ content: StreamRecord.Content, to index: Int) {
        switch content {
        case .complete(let outcome): complete(index, outcome)
        case .head(let outcome): begin(index, outcome)
        case .part(let part): append(index, part)
        case .end: end(index)
        case .error(let status, let message):
            fail(index, .given(status, message: message))
        case .unknownType: counted.unknownType += 1
        case .unversioned, .unsupportedVersion, .document, .broken: break
        }
    }

    private mutating func complete(_ index: Int, _ outcome: RecordOutcome) {
        guard phases[index] == .waiting else { return fail(index, .completeAfterHead) }
        switch outcome {
        case .answer(let answer):
            orders.append(.answer(index, answer))
            set(index, .done)
        case .fault(let fault): fail(index, .record(fault))
        }
    }

    private mutating func begin(_ index: Int, _ outcome: RecordOutcome) {
        guard phases[index] == .waiting else {
            counted.repeated += 1
            return
        }
        switch outcome {
        case .answer(let head):
            orders.append(.begin(index, head))
            set(index, .begun)
        case .fault(let fault): fail(index, .record(fault))
        }
    }

    private mutating func append(_ index: Int, _ part: Result<[UInt8], RecordFault>) {
        guard beginUnlessBegun(index) else { return }
        switch part {
        case .success(let bytes):
            if !bytes.isEmpty { orders.append(.part(index, bytes)) }
        case .failure(let fault): fail(index, .record(fault))
        }
    }

    private mutating func end(_ index: Int) {
        if phases[index] == .waiting, !isTainted {
            orders.append(.answer(index, Self.plainHead))
        } else if beginUnlessBegun(index) {
            orders.append(.end(index))
        }
        set(index, .done)
    }

    /// An answer that begins without a head has the usual one, unless its head may have been lost.
    private mutating func beginUnlessBegun(_ index: Int) -> Bool {
        guard phases[index] == .waiting else { return true }
        guard !isTainted else {
            fail(index, .unattributableLine)
            return false
        }
        orders.append(.begin(index, Self.plainHead))
        set(index, .begun)
        return true
    }

    private static var plainHead: FunctionAnswer {
        FunctionAnswer(status: .ok, fields: HTTPFields(), body: [])
    }

    /// A line that cannot be read costs its request; where it says whose it is no more, all answers
    /// that are under way, for a part of each may have been in it.
    private mutating func readBroken(_ id: ArraySlice<UInt8>?, _ error: JSONError?) {
        counted.broken += 1
        if id != nil {
            if let index = matcher.find(id), !phases[index].isOver { fail(index, .line(error)) }
            return
        }
        isTainted = true
        for index in phases.indices where phases[index] == .begun {
            fail(index, .unattributableLine)
        }
    }

    private mutating func readDocument(_ line: Range<Int>) {
        hasDocument = true
        do throws(BatchResponseError) {
            guard
                case .batch(var decoder) = try BatchResponse(
                    Array(lines.bytes[line]), batchSize: phases.count, shape: shape)
            else { return }
            while let record = try decoder.next() {
                guard let index = matcher.find(record.id), !isOver(index) else { continue }
                complete(index, record.outcome)
            }
        } catch {
            failRest(.document(error))
        }
    }

    // MARK: - Phases

    private mutating func failRest(_ fault: StreamFault) {
        isOver = true
        for index in phases.indices where !phases[index].isOver { fail(index, fault) }
    }

    private mutating func fail(_ index: Int, _ fault: StreamFault) {
        orders.append(phases[index] == .begun ? .abort(index, fault) : .fail(index, fault))
        set(index, .done)
    }

    private mutating func set(_ index: Int, _ phase: Phase) {
        if phase.isOver, !phases[index].isOver { unfinishedCount -= 1 }
        phases[index] = phase
    }
}
