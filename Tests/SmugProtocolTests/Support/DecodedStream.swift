import SmugHTTP
import SmugProtocol

/// All that a demultiplexer ordered, one text for each request.
struct DecodedStream {
    /// What each request has: `200 a=b|part|part.` is whole, `…!` broken off, `!fault` failed.
    private(set) var answers: [String]
    private(set) var strays = StreamDemultiplexer.Strays()
    private(set) var hasDocument = false
    /// How many were answered before the stream ended.
    private(set) var early = 0
    /// Orders that no request may get in its state.
    private(set) var wrong: [String] = []

    init(_ lines: String..., requests: Int = 3, maxLineBytes: Int = 1000) {
        self.init(
            [Array(lines.joined(separator: "\n").utf8)], requests: requests,
            maxLineBytes: maxLineBytes)
    }

    init(_ pieces: [[UInt8]], requests: Int = 3, maxLineBytes: Int = 1000) {
        self.init(
            pieces, requests: requests,
            StreamDemultiplexer(
                ids: (1...requests).map { Array("r-\($0)".utf8) }, maxLineBytes: maxLineBytes))
    }

    init(_ pieces: [[UInt8]], requests: Int = 1, _ reader: some AnswerReader) {
        var reader = reader
        answers = Array(repeating: "", count: requests)
        for piece in pieces {
            reader.append(piece[...])
            while let order = reader.next() { take(order) }
        }
        early = answers.count - reader.unfinished.count
        reader.finish()
        while let order = reader.next() { take(order) }
        strays = reader.strays
        hasDocument = reader.hasDocument
        if !reader.unfinished.isEmpty { wrong.append("unfinished") }
    }

    private mutating func take(_ order: StreamDemultiplexer.Order) {
        switch order {
        case .answer(let index, let answer):
            expect(index, begun: false)
            answers[index] = head(answer) + text(answer.body) + "."
        case .fail(let index, let fault):
            expect(index, begun: false)
            answers[index] = "!\(fault)"
        case .begin(let index, let answer):
            expect(index, begun: false)
            answers[index] = head(answer)
        case .part(let index, let bytes):
            expect(index, begun: true)
            answers[index] += "|" + text(bytes)
        case .end(let index):
            expect(index, begun: true)
            answers[index] += "."
        case .abort(let index, let fault):
            expect(index, begun: true)
            answers[index] += "!\(fault)"
        }
    }

    private mutating func expect(_ index: Int, begun: Bool) {
        let answer = answers[index]
        let isDone = answer.hasSuffix(".") || answer.contains("!")
        if isDone || answer.isEmpty == begun { wrong.append("\(index): \(answer)") }
    }

    private func head(_ answer: FunctionAnswer) -> String {
        let fields = answer.fields.pairs.map { " \($0.name)=\($0.value)" }.joined()
        return "\(answer.status.code)\(fields)" + (answer.body.isEmpty ? "" : "|")
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
