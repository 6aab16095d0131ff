import SmugProtocol
import TestSupport
import Testing

/// The rows of the streamed answer, by their numbers.
@Suite struct StreamDemultiplexerTests {
    private func record(_ id: Int, _ type: String? = nil, _ more: String = "") -> String {
        let type = type.map { #","type":"\#($0)""# } ?? ""
        return #"{"v":1,"id":"r-\#(id)"\#(type)\#(more.isEmpty ? "" : "," + more)}"#
    }

    private func whole(_ id: Int, _ body: String) -> String {
        record(id, nil, #""statusCode":200,"body":"\#(body)""#)
    }

    private func chunk(_ id: Int, _ body: String) -> String {
        record(id, "chunk", #""body":"\#(body)""#)
    }

    private let missing = "!\(StreamFault.missing)"

    @Test func `complete records are answered at once, in any order`() {
        let found = DecodedStream(whole(2, "b"), whole(1, "a"), "", requests: 2)
        #expect(found.answers == ["200|a.", "200|b."])
        #expect(found.early == 2 && found.strays.isEmpty && found.wrong.isEmpty)
    }

    @Test func `answers in parts are interleaved`() {
        let found = DecodedStream(
            record(1, "head", #""statusCode":201,"headers":{"X-A":"1"},"cookies":["c=1"]"#),
            record(2, "head"), chunk(1, "a"), chunk(2, "x"), chunk(1, "b"), record(2, "end"),
            whole(3, "c"), record(1, "end"), "")
        #expect(found.answers == ["201 x-a=1 set-cookie=c=1|a|b.", "200|x.", "200|c."])
        #expect(found.strays.isEmpty && found.wrong.isEmpty)
    }

    /// Everything that may come, good and bad.
    private var everything: [UInt8] {
        Array(
            [
                record(1, "head"), chunk(1, "ä\\u00e4"), "", " \t ", whole(2, "b") + "\r",
                record(9, "end"), record(1, "strange"), #"{"v":1,"type":"end"}"#,
                record(3, "head", #""statusCode":204"#), record(1, "head"), record(3, "end"),
                whole(3, "again"), record(1, "end"),
            ].joined(separator: "\n").utf8)
    }

    @Test func `records may be cut anywhere`() {
        let wanted = DecodedStream([everything])
        #expect(wanted.answers == ["200|ää.", "200|b.", "204."])
        for cut in 0...everything.count {
            let found = DecodedStream([Array(everything[..<cut]), Array(everything[cut...])])
            #expect(found.answers == wanted.answers && found.strays == wanted.strays, "\(cut)")
            #expect(found.wrong.isEmpty)
        }
        let found = DecodedStream(everything.map { [$0] })
        #expect(found.answers == wanted.answers && found.strays == wanted.strays)
    }

    @Test func `every truncation leaves each request with one answer`() {
        for end in 0..<everything.count {
            let found = DecodedStream([Array(everything[..<end])])
            #expect(found.wrong.isEmpty, "\(end)")
            for answer in found.answers {
                #expect(answer.hasSuffix(".") || answer.contains("!"), "\(end): \(answer)")
            }
        }
    }

    @Test func `W-20 records of unknown types are ignored and counted`() {
        let found = DecodedStream(
            record(1, "trailers"), #"{"v":1,"id":"r-1","type":7}"#, whole(1, "a"), requests: 1)
        #expect(found.answers == ["200|a."])
        #expect(found.strays.unknownType == 2)
    }

    @Test func `W-20 a type of null counts as none`() {
        let found = DecodedStream(
            #"{"v":1,"id":"r-1","type":null,"statusCode":200,"body":"a"}"#, requests: 1)
        #expect(found.answers == ["200|a."])
    }

    @Test func `W-21 X-6 records without version or id are dropped and counted`() {
        let found = DecodedStream(
            #"{"id":"r-1","statusCode":200,"body":"x"}"#, #"{"v":1,"statusCode":200,"body":"x"}"#,
            #"{"v":1,"type":"chunk","id":null,"body":"x"}"#, whole(1, "a"), whole(2, "b"),
            whole(3, "c"))
        #expect(found.answers == ["200|a.", "200|b.", "200|c."])
        #expect(found.strays.unversioned == 1 && found.strays.unknown == 2)
    }

    @Test(arguments: ["2", "\"1\"", "1.5", "256", "true", "[1]"])
    func `W-22 another version fails all that remain`(_ version: String) {
        let found = DecodedStream(
            whole(1, "a"), record(2, "head"), #"{"v":\#(version),"id":"r-1"}"#, whole(3, "c"))
        let fault = StreamFault.unsupportedVersion
        #expect(found.answers == ["200|a.", "200!\(fault)", "!\(fault)"])
    }

    @Test func `W-23 records for nobody are ignored and counted`() {
        let found = DecodedStream(whole(7, "x"), whole(1, "a"), record(8, "end"), requests: 1)
        #expect(found.answers == ["200|a."])
        #expect(found.strays.unknown == 2)
    }

    @Test func `W-24 a chunk before the head begins a 200`() {
        let found = DecodedStream(
            chunk(1, "a"), record(1, "head", #""statusCode":404"#), record(1, "end"), requests: 1)
        #expect(found.answers == ["200|a."])
        #expect(found.strays.repeated == 1)
    }

    @Test func `W-25 an end without head is an empty 200`() {
        #expect(DecodedStream(record(1, "end"), requests: 1).answers == ["200."])
    }

    @Test func `W-26 a second head is ignored and counted`() {
        let found = DecodedStream(
            record(1, "head", #""statusCode":201"#), record(1, "head", #""statusCode":"bad""#),
            record(1, "end"), requests: 1)
        #expect(found.answers == ["201."])
        #expect(found.strays.repeated == 1)
    }

    @Test func `W-27 what comes after the end is ignored and counted`() {
        let found = DecodedStream(
            record(1, "end"), chunk(1, "x"), whole(1, "y"), record(1, "error"), requests: 1)
        #expect(found.answers == ["200."])
        #expect(found.strays.repeated == 3)
    }

    @Test func `W-28 a complete record after a head breaks the answer off`() {
        let found = DecodedStream(record(1, "head"), chunk(1, "a"), whole(1, "b"), requests: 1)
        #expect(found.answers == ["200|a!\(StreamFault.completeAfterHead)"])
    }

    @Test(arguments: [
        (#""statusCode":503,"message":"later""#, 503, "later"),
        (#""statusCode":"429","message":"slow""#, 429, "slow"), ("", 502, "error"),
        (#""statusCode":null,"message":null"#, 502, "error"),
        (#""statusCode":99,"message":"m""#, 502, "m"), (#""statusCode":200"#, 502, "error"),
        (#""statusCode":[],"message":7"#, 502, "error"),
    ])
    func `W-29 an error before the head has its status and words`(
        _ members: String, _ status: Int, _ words: String
    ) {
        let found = DecodedStream(record(1, "error", members), whole(2, "b"), requests: 2)
        #expect(found.answers == ["!the function says \(status): \(words)", "200|b."])
    }

    @Test func `W-30 an error after the head breaks the answer off`() {
        let found = DecodedStream(
            record(1, "head"), record(1, "error", #""message":"m""#), requests: 1)
        #expect(found.answers == ["200!the function says 502: m"])
    }

    @Test func `W-31 a stream that ends before an answer's end breaks it off`() {
        let found = DecodedStream(record(1, "head"), chunk(1, "a"), requests: 2)
        #expect(found.answers == ["200|a\(missing)", missing])
    }

    @Test func `W-32 a bad chunk or head costs its request only`() {
        let found = DecodedStream(
            record(1, "head"), record(1, "chunk", #""body":"*","isBase64Encoded":true"#),
            record(2, "head", #""statusCode":1000"#), record(3, "chunk", #""body":7"#),
            chunk(2, "late"), whole(4, "d"), requests: 4)
        #expect(
            found.answers == [
                "200!\(RecordFault.invalidBase64)", "!\(RecordFault.invalidStatus)",
                "200!\(RecordFault.invalidBody)", "200|d.",
            ])
    }

    @Test func `W-33 blank lines are skipped`() {
        let found = DecodedStream("", "  ", "\t\r", whole(1, "a"), "\r", "", requests: 1)
        #expect(found.answers == ["200|a."] && found.strays.isEmpty)
    }

    @Test func `W-34 a line above the limit fails all that remain`() {
        let line = whole(2, "b")
        let long = whole(3, String(repeating: "c", count: 100))
        let limit = long.utf8.count
        for end in ["\n", "\r\n", ""] {
            let bytes = Array((line + "\n" + long + end).utf8)
            let at = DecodedStream([bytes], maxLineBytes: limit)
            #expect(at.answers[2].hasSuffix("ccc.") && at.answers[1] == "200|b.")
            for pieces in [[bytes], bytes.map { [$0] }] {
                let above = DecodedStream(pieces, maxLineBytes: limit - 1)
                let fault = "!\(StreamFault.lineTooLong(maxBytes: limit - 1))"
                #expect(above.answers == [fault, "200|b.", fault])
            }
        }
    }

    @Test func `X-21 many lines in one piece are no long line`() {
        let lines = (1...500).map { whole($0, "x") + "\n" }.joined()
        let found = DecodedStream([Array(lines.utf8)], requests: 500, maxLineBytes: 100)
        #expect(found.answers.allSatisfy { $0 == "200|x." })
    }

    @Test func `W-35 null counts as absent`() {
        let found = DecodedStream(
            record(
                1, nil, #""statusCode":200,"headers":null,"cookies":null,"body":null"#),
            record(2, "head", #""statusCode":null,"headers":null,"cookies":null"#),
            record(2, "chunk", #""body":null,"isBase64Encoded":null"#), record(2, "end"),
            #"{"v":null,"id":"r-3","statusCode":200}"#)
        #expect(found.answers == ["200.", "200.", missing])
        #expect(found.strays.unversioned == 1)
    }

    @Test func `W-36 the last line needs no end`() {
        let found = DecodedStream(record(1, "head"), record(1, "end"), requests: 1)
        #expect(found.answers == ["200."] && found.early == 0)
    }

    @Test func `W-37 a request that was given up gets nothing more`() {
        var demultiplexer = StreamDemultiplexer(ids: [Array("r-1".utf8)], maxLineBytes: 100)
        demultiplexer.append(Array((record(1, "head") + "\n").utf8)[...])
        guard case .begin = demultiplexer.next() else { return #expect(Bool(false)) }
        demultiplexer.abandon(0)
        demultiplexer.append(Array((chunk(1, "a") + "\n").utf8)[...])
        demultiplexer.finish()
        #expect(demultiplexer.next() == nil && demultiplexer.unfinishedCount == 0)
        #expect(demultiplexer.strays.isEmpty, "the function cannot know")
    }

    @Test func `W-38 a byte order mark at the start is passed over, elsewhere it is no record`() {
        let mark = "\u{FEFF}"
        let found = DecodedStream(
            mark + whole(1, "a"), mark + whole(2, "b"), whole(3, "c"))
        #expect(found.answers == ["200|a.", missing, "200|c."])
        #expect(found.strays.broken == 1)
    }

    @Test func `W-38 a byte order mark does not count, wherever the bytes are cut`() {
        let line = whole(1, "a")
        for end in ["\n", "\r\n", ""] {
            let bytes = [0xEF, 0xBB, 0xBF] + Array((line + end).utf8)
            for cut in 0...bytes.count {
                let read = DecodedStream(
                    [Array(bytes[..<cut]), Array(bytes[cut...])], requests: 1,
                    maxLineBytes: line.utf8.count)
                #expect(read.answers == ["200|a."], "cut at \(cut)")
            }
        }
    }

    @Test func `W-38 of duplicate members the last counts`() {
        let found = DecodedStream(
            #"{"v":2,"id":"r-9","v":1,"id":"r-1","type":"head","type":null,"statusCode":500,"#
                + #""statusCode":200,"body":"x","body":"a"}"#, requests: 1)
        #expect(found.answers == ["200|a."])
    }

    @Test func `W-38 invalid UTF-8 costs its record`() {
        var bytes = Array(whole(1, "?").utf8)
        bytes[bytes.count - 3] = 0xFF
        let found = DecodedStream([bytes + Array(("\n" + whole(2, "b")).utf8)], requests: 2)
        #expect(found.answers[0].hasPrefix("!a line is not JSON"))
        #expect(found.answers[1] == "200|b." && found.strays.broken == 1)
    }

    @Test func `X-5 a broken line costs the request that it names`() {
        let found = DecodedStream(
            record(1, "head"), record(2, "head"), #"{"v":1,"id":"r-1","type":"chunk","body":"#,
            chunk(1, "late"), record(2, "end"), whole(3, "c"))
        #expect(found.answers[0].hasPrefix("200!a line is not JSON"))
        #expect(found.answers[1...] == ["200.", "200|c."])
    }

    @Test(arguments: ["nonsense", "[1]", "7", #"{"body":"#])
    func `X-5 a broken line of nobody breaks off what it may have been part of`(_ line: String) {
        let found = DecodedStream(
            record(1, "head"), line, whole(2, "b"), chunk(3, "c"), record(4, "end"),
            record(5, "head"), record(5, "end"), requests: 5)
        let fault = "!\(StreamFault.unattributableLine)"
        #expect(found.answers == ["200" + fault, "200|b.", fault, fault, "200."])
    }

    @Test func `the document of a buffered answer is delivered and noticed`() {
        let found = DecodedStream(
            #"{"v":1,"responses":[{"id":"r-2","statusCode":200,"body":"b"},{"id":"r-1"}]}"#)
        #expect(found.answers == ["!\(RecordFault.missingStatus)", "200|b.", missing])
        #expect(found.hasDocument)
    }

    @Test(arguments: [
        ("a record", #"{"v":1,"id":"r","statusCode":200}"#, true),
        ("a head and more", "\n{\"v\":1,\"id\":\"r\",\"type\":\"head\"}\n{}", true),
        ("a document", #"{"v":1,"responses":[]}"#, false),
        ("an answer without envelope", #"{"statusCode":200,"id":"r"}"#, false),
        ("nothing", "", false), ("words", "hello\nworld", false),
    ])
    func `answers of records are told from others`(_ name: String, _ text: String, _ isOne: Bool) {
        #expect(StreamDemultiplexer.recognizes(Array(text.utf8)) == isOne)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any records in any pieces give each request one answer`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let makers: [(Int) -> String] = [
            { whole($0, "w") }, { record($0, "head") }, { chunk($0, "c") }, { record($0, "end") },
            { record($0, "error") }, { record($0, "?") }, { #"{"id":"r-\#($0)"}"# },
            { #"{"v":1,"id":"r-\#($0)""# }, { _ in "" },
            { _ in ["x", "{", "\u{FEFF}", #"{"v":2}"#].randomElement(using: &random) ?? "" },
        ]
        var lines: [String] = []
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            let index = Int.random(in: 0..<makers.count, using: &random)
            lines.append(makers[index](Int.random(in: 1...4, using: &random)))
        }
        var rest = Array(lines.joined(separator: "\n").utf8)[...]
        var pieces: [[UInt8]] = []
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 40), using: &random)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        let found = DecodedStream(pieces)
        #expect(found.wrong.isEmpty)
        #expect(found.answers.allSatisfy { $0.hasSuffix(".") || $0.contains("!") })
        #expect(found.answers == DecodedStream(lines.joined(separator: "\n")).answers)
    }
}
