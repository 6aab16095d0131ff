import SmugHTTP
import SmugLoop
import SmugProtocol
import Synchronization
import TestSupport
import Testing

@testable import SmugLambda

/// Every request of a batch gets its answer, in whatever order things happen.
///
/// The judge is what the gateway itself reads answers with.
@Suite struct BatchScheduleTests {
    /// What a handler does with one request.
    enum Deed: CaseIterable {
        case answer, answerLong, answerBytes, stream, fail, failHalfWay, hang, ignoreCancellation
    }

    struct Schedule: Sendable {
        let deeds: [Deed]
        let concurrency: Int
        let turns: [Int]
        let turnsUntilDeadline: Int?
        let ids: [[UInt8]]

        init(_ seed: UInt64) {
            var random = SplitMix64(seed: seed)
            let count = Int.random(in: 0...12, using: &random)
            let deeds = (0..<count).map { _ in
                Deed.allCases.randomElement(using: &random) ?? .answer
            }
            self.deeds = deeds
            concurrency = Int.random(in: 1...8, using: &random)
            turns = (0..<count).map { _ in Int.random(in: 0...20, using: &random) }
            let waits = deeds.contains(.hang) || deeds.contains(.ignoreCancellation)
            turnsUntilDeadline =
                waits || Bool.random(using: &random) ? Int.random(in: 0...400, using: &random) : nil
            ids = (0..<count).map { Array("r-\($0)".utf8) }
        }

        var event: [UInt8] {
            SampleEvent.batch(deeds.indices.map { SampleEvent.minimal("r-\($0)", path: "/\($0)") })
        }
    }

    private struct Broken: Error {}

    /// Handlers of an item; those that ignore their cancellation end when `isOver` says so.
    private func adapter(_ schedule: Schedule, _ isOver: Flag) -> BatchAdapter {
        var adapter = BatchAdapter(concurrency: schedule.concurrency) { request, _ in
            let index = Int(request.path.dropFirst()) ?? 0
            for _ in 0..<schedule.turns[index] { await Task.yield() }
            switch schedule.deeds[index] {
            case .answer: return .text("answer \(index)")
            case .answerLong: return HTTPAnswer(body: Self.long(index))
            case .answerBytes: return HTTPAnswer(body: [0, 0xFF, UInt8(index)])
            case .fail: throw Broken()
            case .stream, .failHalfWay:
                return .stream(status: 201) { stream in
                    for part in 0..<3 {
                        try await stream.write("\(index).\(part);")
                        await Task.yield()
                    }
                    if schedule.deeds[index] == .failHalfWay { throw Broken() }
                }
            case .hang:
                while !Task.isCancelled { await Task.yield() }
                throw CancellationError()
            case .ignoreCancellation:
                while !isOver.isSet { await Task.yield() }
                return .text("too late")
            }
        }
        adapter.waitUntil = { _ in
            guard let turns = schedule.turnsUntilDeadline else { throw CancellationError() }
            for _ in 0..<turns { await Task.yield() }
        }
        return adapter
    }

    /// What a caller may get; the other possibility is 504, where there is a deadline.
    private func expected(_ deed: Deed, _ index: Int, inParts: Bool) -> String {
        switch deed {
        case .answer: "200 answer \(index)"
        case .answerLong: "200 \(Self.long(index).count) bytes"
        case .answerBytes: "200 \u{0}\u{FFFD}" + String(UnicodeScalar(UInt8(index)))
        case .stream: "201 \(index).0;\(index).1;\(index).2;"
        case .fail: "500"
        case .failHalfWay: inParts ? "broken off" : "500"
        case .hang, .ignoreCancellation: "504"
        }
    }

    private static func long(_ index: Int) -> [UInt8] {
        Array(String(repeating: "é\(index)", count: 150_000).utf8)
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a streamed batch is answered, each request once`(_ seed: UInt64) throws {
        let schedule = Schedule(seed)
        let outcomes = try TestLoop.run { _ in
            let isOver = Flag()
            let answer = try await adapter(schedule, isOver).stream(
                schedule.event, .told(to: Lines()))
            #expect(answer.contentType == "application/x-ndjson")
            let bytes = try await answer.collect()
            isOver.set()
            return Self.judge(bytes, schedule.ids)
        }
        for (index, outcome) in outcomes.enumerated() {
            let wanted = expected(schedule.deeds[index], index, inParts: true)
            let isLate =
                schedule.turnsUntilDeadline != nil && ["504", "broken off"].contains(outcome)
            #expect(outcome == wanted || isLate, "\(schedule.deeds[index])")
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a batch that is answered whole has an answer for each request, in order`(
        _ seed: UInt64
    ) throws {
        let schedule = Schedule(seed)
        try TestLoop.run { _ in
            let isOver = Flag()
            let bytes = try await adapter(schedule, isOver).answer(
                schedule.event, .told(to: Lines()))
            isOver.set()
            guard case .batch(var decoder) = try BatchResponse(bytes, batchSize: 2) else {
                Issue.record("no batch")
                return
            }
            var count = 0
            while let record = try decoder.next() {
                let index = count
                count += 1
                #expect(record.id.map(Array.init) == schedule.ids[index])
                guard case .answer(let answer) = record.outcome else {
                    Issue.record("\(record.outcome)")
                    continue
                }
                let wanted = expected(schedule.deeds[index], index, inParts: false)
                let isLate = schedule.turnsUntilDeadline != nil && answer.status.code == 504
                #expect(Self.text(answer, answer.body) == wanted || isLate)
            }
            #expect(count == schedule.ids.count)
        }
    }

    /// What each caller gets of a streamed answer; empty where that is nothing.
    private static func judge(_ bytes: [UInt8], _ ids: [[UInt8]]) -> [String] {
        var reader = StreamDemultiplexer(ids: ids, maxLineBytes: 2_000_000)
        var heads: [Int: (FunctionAnswer, [UInt8])] = [:]
        var outcomes = [String](repeating: "", count: ids.count)
        func take() {
            while let order = reader.next() {
                switch order {
                case .answer(let index, let answer): outcomes[index] += text(answer, answer.body)
                case .fail(let index, .given(let status, _)): outcomes[index] += "\(status.code)"
                case .fail(let index, let fault): outcomes[index] += "\(fault)"
                case .begin(let index, let answer): heads[index] = (answer, answer.body)
                case .part(let index, let part): heads[index]?.1 += part
                case .end(let index):
                    if let (head, body) = heads[index] { outcomes[index] += text(head, body) }
                case .abort(let index, _): outcomes[index] += "broken off"
                }
            }
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            reader.append(rest.prefix(77_777))
            rest = rest.dropFirst(77_777)
            take()
        }
        reader.finish()
        take()
        #expect(reader.strays.unknown == 0 && reader.strays.broken == 0)
        return outcomes
    }

    private static func text(_ answer: FunctionAnswer, _ body: [UInt8]) -> String {
        if answer.status.code >= 500 { return "\(answer.status.code)" }
        if body.count > 1000 { return "\(answer.status.code) \(body.count) bytes" }
        return "\(answer.status.code) \(String(decoding: body, as: UTF8.self))"
    }
}

/// Something that happens once.
private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
