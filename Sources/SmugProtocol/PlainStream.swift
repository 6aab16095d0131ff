import SmugHTTP
import SmugJSON

/// Reads a streamed answer to an event that was no batch.
///
/// It begins with a prelude, an object with `statusCode`, `headers` and `cookies`, and eight NULs;
/// all that follows is the body. What does not begin with a brace is a body alone, with status
/// 200; what does and has no NUL, a plain answer as it would be without streaming.
package struct PlainStream: AnswerReader {
    private enum State {
        /// Up to the end of the prelude.
        case prelude
        case body
        case done
    }

    private static let separatorCount = 8

    private let shape: EventShape
    private let maxPreludeBytes: Int
    private var state = State.prelude
    /// What came before it was clear what it is.
    private var bytes: [UInt8] = []
    /// Up to where there is no NUL.
    private var scanned = 0
    private var orders: [StreamDemultiplexer.Order] = []
    private var nextOrder = 0

    /// - Parameters:
    ///   - maxPreludeBytes: of a prelude without the NULs, and of a plain answer.
    ///   - shape: of the event.
    package init(maxPreludeBytes: Int, shape: EventShape = .httpAPI) {
        self.maxPreludeBytes = maxPreludeBytes
        self.shape = shape
    }

    package var unfinished: [Int] { state == .done ? [] : [0] }
    package var strays: StreamDemultiplexer.Strays { StreamDemultiplexer.Strays() }
    package var hasDocument: Bool { false }

    package mutating func append(_ part: ArraySlice<UInt8>) {
        switch state {
        case .prelude:
            bytes += part
            readPrelude()
        case .body: pass(part)
        case .done: break
        }
    }

    package mutating func finish() {
        switch state {
        case .prelude: readWhole()
        case .body: orders.append(.end(0))
        case .done: break
        }
        state = .done
    }

    package mutating func abandon(_ index: Int) { state = .done }

    package mutating func next() -> StreamDemultiplexer.Order? {
        guard nextOrder < orders.count else {
            orders.removeAll(keepingCapacity: true)
            nextOrder = 0
            return nil
        }
        defer { nextOrder += 1 }
        return orders[nextOrder]
    }

    // MARK: - The prelude

    private mutating func readPrelude() {
        guard let first = bytes.first else { return }
        guard first == UInt8(ascii: "{") else { return beginBodyAlone() }
        let end = ByteScan.first(0, in: bytes.span, scanned..<bytes.count)
        scanned = end ?? bytes.count
        guard scanned <= maxPreludeBytes else {
            return fail(.preludeTooLong(maxBytes: maxPreludeBytes))
        }
        guard let end else { return }
        let separator = bytes[end...].prefix(Self.separatorCount)
        guard separator.allSatisfy({ $0 == 0 }) else { return fail(.invalidPrelude) }
        if separator.count == Self.separatorCount { begin(prelude: 0..<end) }
    }

    private mutating func begin(prelude: Range<Int>) {
        switch head(in: prelude) {
        case .answer(let head):
            orders.append(.begin(0, head))
            state = .body
            pass(bytes[(prelude.upperBound + Self.separatorCount)...])
            bytes = []
        case .fault(let fault): fail(.record(fault))
        }
    }

    private func head(in prelude: Range<Int>) -> RecordOutcome {
        var reader = JSONReader(bytes, in: prelude, loneSurrogates: .replace)
        do throws(JSONError) {
            _ = try reader.next()
            var draft = AnswerDraft()
            while case .key(let key) = try reader.next() {
                try draft.readMember(key, from: &reader)
            }
            _ = try reader.next()
            // Preludes have cookies in every shape, as records of batches do.
            return draft.head(in: bytes, AnswerRules(batchOf: shape))
        } catch {
            return .fault(.invalidJSON(error))
        }
    }

    private mutating func beginBodyAlone() {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/octet-stream")
        orders.append(.begin(0, FunctionAnswer(status: .ok, fields: fields, body: [])))
        state = .body
        pass(bytes[...])
        bytes = []
    }

    /// The stream has ended before a prelude has.
    private mutating func readWhole() {
        guard scanned == bytes.count else { return fail(.invalidPrelude) }
        guard !bytes.isEmpty else {
            let answer = FunctionAnswer(status: .ok, fields: HTTPFields(), body: [])
            return orders.append(.answer(0, answer))
        }
        switch PlainAnswer.outcome(of: bytes, shape: shape) {
        case .answer(let answer): orders.append(.answer(0, answer))
        case .fault(let fault): fail(.record(fault))
        }
    }

    private mutating func pass(_ part: ArraySlice<UInt8>) {
        if !part.isEmpty { orders.append(.part(0, Array(part))) }
    }

    private mutating func fail(_ fault: StreamFault) {
        orders.append(.fail(0, fault))
        state = .done
    }
}
