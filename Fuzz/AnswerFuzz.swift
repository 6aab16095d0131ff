@testable import SmugHTTP
@testable import SmugProtocol

/// What functions answer.
enum AnswerFuzz {
    static let shapes: [EventShape] = [
        .httpAPI, .restAPI, .loadBalancer(multiValue: false), .loadBalancer(multiValue: true),
        .functionURL,
    ]
    private static let ids = [Array("a".utf8), Array("b".utf8), Array("r-1".utf8)]

    /// No request has two records, and each record can be sent.
    static func records(_ input: [UInt8]) {
        for shape in shapes {
            switch try? BatchResponse(input, batchSize: 1, shape: shape) {
            case .plain(let outcome)?: check(outcome)
            case .batch(var decoder)?:
                var matcher = BatchMatcher(ids: ids)
                var given: [Int] = []
                while let record = try? decoder.next() {
                    check(record.outcome)
                    if case .request(let index) = matcher.match(record.id) { given.append(index) }
                }
                let all = (given + matcher.unanswered).sorted()
                precondition(all == Array(ids.indices), "a request is answered twice, or not told")
            case nil: break
            }
        }
    }

    static func plainAnswers(_ input: [UInt8]) {
        for shape in shapes { check(PlainAnswer.outcome(of: input, shape: shape)) }
    }

    static func streams(_ input: [UInt8]) {
        for shape in shapes.prefix(2) {
            Cuts.agree(on: input, "a stream") { pieces in
                read(
                    pieces, requests: ids.count,
                    StreamDemultiplexer(ids: ids, maxLineBytes: 120, shape: shape))
            }
        }
        _ = StreamDemultiplexer.recognizes(input)
    }

    static func plainStreams(_ input: [UInt8]) {
        for shape in shapes {
            Cuts.agree(on: input, "a stream without an adapter") { pieces in
                read(pieces, requests: 1, PlainStream(maxPreludeBytes: 100, shape: shape))
            }
        }
    }

    private enum State {
        case waits
        case begun
        case over
    }

    /// What each request gets; traps where it gets what it may not.
    private static func read(_ pieces: [[UInt8]], requests: Int, _ reader: some AnswerReader)
        -> [String]
    {
        var reader = reader
        var states = Array(repeating: State.waits, count: requests)
        var texts = Array(repeating: "", count: requests)
        var bodies = Array(repeating: [UInt8](), count: requests)
        func move(_ index: Int, from: State, to: State) {
            precondition(states[index] == from, "an order that the request is not ready for")
            states[index] = to
        }
        func take(_ order: StreamDemultiplexer.Order) {
            switch order {
            case .answer(let index, let answer):
                move(index, from: .waits, to: .over)
                check(.answer(answer))
                texts[index] += "answer \(answer.status) \(answer.fields.pairs) \(answer.body)"
            case .fail(let index, let fault):
                move(index, from: .waits, to: .over)
                texts[index] += "failed \(fault)"
            case .begin(let index, let head):
                move(index, from: .waits, to: .begun)
                check(.answer(head))
                texts[index] += "head \(head.status) \(head.fields.pairs)"
            case .part(let index, let bytes):
                move(index, from: .begun, to: .begun)
                bodies[index] += bytes
            case .end(let index): move(index, from: .begun, to: .over)
            case .abort(let index, let fault):
                move(index, from: .begun, to: .over)
                texts[index] += "broken \(fault)"
            }
        }
        for piece in pieces {
            reader.append(piece[...])
            while let order = reader.next() { take(order) }
        }
        reader.finish()
        while let order = reader.next() { take(order) }
        precondition(reader.unfinished.isEmpty, "a stream leaves a request unanswered")
        precondition(states.allSatisfy { $0 == .over }, "a request is told nothing")
        return zip(texts, bodies).map { "\($0) \($1)" } + ["\(reader.strays)"]
    }

    private static func check(_ outcome: RecordOutcome) {
        guard case .answer(let answer) = outcome else { return }
        precondition(answer.fields.count <= AnswerHeaders.maxFields, "more headers than may be")
        HTTPFuzz.checkWritten(answer.status, answer.fields, answer.body)
    }
}
