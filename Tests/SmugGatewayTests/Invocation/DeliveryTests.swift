import SmugAWS
import SmugJSON
import TestSupport
import Testing

@testable import SmugGateway

/// Rows W-1 to W-16 as the requests of a batch feel them, and X-5, X-10.
@Suite struct DeliveryTests {
    private typealias Stage = DeliveryStage
    private static let own = [Outcome.own(1), .own(2), .own(3)]
    private static let bad = Outcome.fault(.badAnswer)

    private func outcomes(_ answer: String) async throws -> [Outcome?] {
        try await Stage().outcomes(of: answer)
    }

    // MARK: - One by one

    @Test func `W-1 answers come in any order`() async throws {
        let answer = Stage.records(Stage.good(3), Stage.good(1), Stage.good(2))
        #expect(try await outcomes(answer) == Self.own)
    }

    @Test func `W-2 answers to nobody are dropped and counted`() async throws {
        let stage = try Stage()
        let answer = Stage.records(
            #"{"id":"r-9","statusCode":200}"#, Stage.good(1), Stage.good(2), Stage.good(3),
            #"{"id":"","statusCode":200}"#)
        #expect(await stage.outcomes(of: answer) == Self.own)
        let notes = stage.recorder.entries("stray_records")
        #expect(notes.map { $0["unknown"]?.int } == [2])
        #expect(notes.map { $0["repeated"]?.int } == [0])
    }

    @Test func `W-3 of several answers to one request the first counts`() async throws {
        let stage = try Stage()
        let answer = Stage.records(
            Stage.good(1), Stage.good(2), #"{"id":"r-1","statusCode":500}"#, Stage.good(3))
        #expect(await stage.outcomes(of: answer) == Self.own)
        #expect(stage.recorder.entries("stray_records").map { $0["repeated"]?.int } == [1])
    }

    @Test(arguments: [
        Named("missing", ""), Named("null", #""id":null,"#), Named("a number", #""id":1,"#),
    ])
    func `W-4 a record without id costs only whom nothing is left for`(
        _ row: Named<String, Void>
    ) async throws {
        let stage = try Stage()
        let answer = Stage.records(
            Stage.good(1), "{\(row.given)\"statusCode\":200}", Stage.good(3))
        #expect(
            await stage.outcomes(of: answer) == [.own(1), .fault(.missingAnswer), .own(3)])
        #expect(stage.recorder.entries("missing_answer").map { $0["requestId"]?.string } == ["r-2"])
    }

    @Test func `W-5 a request that was left out is told so, alone`() async throws {
        let stage = try Stage()
        let answer = Stage.records(Stage.good(3))
        #expect(
            await stage.outcomes(of: answer)
                == [.fault(.missingAnswer), .fault(.missingAnswer), .own(3)])
        #expect(
            stage.recorder.entries("missing_answer").map { $0["requestId"]?.string }
                == ["r-1", "r-2"])
    }

    @Test func `W-6 a missing version is tolerated where the shape is clear`() async throws {
        let records = [1, 2, 3].map(Stage.good).joined(separator: ",")
        #expect(try await outcomes(#"{"responses":[\#(records)]}"#) == Self.own)
    }

    @Test(arguments: ["0", "2", "256", "1.5", #""1""#, "null", "[1]"])
    func `W-7 another version costs the whole batch`(version: String) async throws {
        let records = [1, 2, 3].map(Stage.good).joined(separator: ",")
        let before = try await outcomes(#"{"v":\#(version),"responses":[\#(records)]}"#)
        #expect(before == [Self.bad, Self.bad, Self.bad])
        let behind = try await outcomes(#"{"responses":[\#(records)],"v":\#(version)}"#)
        #expect(behind == [Self.bad, Self.bad, Self.bad])
    }

    // MARK: - One record's fault

    @Test(arguments: [
        Named("W-8 no status", ""),
        Named("W-8 null for status", #","statusCode":null"#),
        Named("W-8 a fraction for status", #","statusCode":200.5"#),
        Named("W-8 a word for status", #","statusCode":"many""#),
        Named("W-9 an object for a header", #","statusCode":200,"headers":{"a":{}}"#),
        Named("W-9 a list for headers", #","statusCode":200,"headers":["a"]"#),
        Named("W-11 an object for body", #","statusCode":200,"body":{"a":1}"#),
        Named("W-11 a number for body", #","statusCode":200,"body":7"#),
        Named("W-12 bad base 64", #","statusCode":200,"isBase64Encoded":true,"body":"@@@""#),
        Named("W-13 a name that is none", #","statusCode":200,"headers":{"a b":"c"}"#),
        Named("W-13 a line break in a value", #","statusCode":200,"headers":{"a":"b\r\nc: d"}"#),
        Named("W-13 a line break in a name", #","statusCode":200,"headers":{"a\r\nb":"c"}"#),
        Named("W-13 a line break in a cookie", #","statusCode":200,"cookies":["a=1\r\nb: c"]"#),
        Named("W-13 a NUL in a value", #","statusCode":200,"headers":{"a":"b\u0000"}"#),
        Named("W-13 a status of 99", #","statusCode":99"#),
        Named("W-13 a status of 1000", #","statusCode":1000"#),
        Named("W-13 an interim status", #","statusCode":101"#),
        Named("W-13 a status beyond integers", #","statusCode":1e400"#),
    ])
    func `X-5 a record that cannot be read costs its request, no other`(
        _ row: Named<String, Void>
    ) async throws {
        let stage = try Stage()
        let answer = Stage.records(
            Stage.good(1), #"{"id":"r-2"\#(row.given)}"#, Stage.good(3))
        #expect(await stage.outcomes(of: answer) == [.own(1), Self.bad, .own(3)])
        let notes = stage.recorder.entries("bad_record")
        #expect(notes.map { $0["requestId"]?.string } == ["r-2"])
        #expect(notes.allSatisfy { $0["reason"]?.string?.isEmpty == false })
    }

    @Test(arguments: [
        Named("W-8 a status in digits", #""statusCode":"200","body":"r-2""#),
        Named(
            "W-9 numbers, booleans, null and lists for headers",
            #""statusCode":200,"headers":{"a":1,"b":true,"c":null,"d":["e","f"]},"body":"r-2""#),
        Named("W-10 null for headers", #""statusCode":200,"headers":null,"body":"r-2""#),
        Named("W-10 null for cookies", #""statusCode":200,"cookies":null,"body":"r-2""#),
        Named("W-10 null for the flag", #""statusCode":200,"isBase64Encoded":null,"body":"r-2""#),
        Named("W-12 good base 64", #""statusCode":200,"isBase64Encoded":true,"body":"ci0y""#),
        Named(
            "W-14 names that differ in case",
            #""statusCode":200,"headers":{"A":"1","a":"2"},"body":"r-2""#),
        Named(
            "W-15 members of the future",
            #""next":[{}],"statusCode":200,"more":{"a":[1]},"body":"r-2""#),
    ])
    func `what is meant clearly is taken`(_ row: Named<String, Void>) async throws {
        let answer = Stage.records(
            Stage.good(1), #"{"id":"r-2",\#(row.given)}"#, Stage.good(3))
        #expect(try await outcomes(answer) == Self.own)
    }

    @Test func `W-10 null for a body is an empty one`() async throws {
        let answer = Stage.records(
            Stage.good(1), Stage.good(2), #"{"id":"r-3","statusCode":200,"body":null}"#)
        #expect(
            try await outcomes(answer)
                == [.own(1), .own(2), .response(status: 200, body: "")])
    }

    @Test func `W-15 records that are no objects cost nobody who has an answer`() async throws {
        let answer = Stage.records("7", "null", Stage.good(1), "[]", Stage.good(2), Stage.good(3))
        #expect(try await outcomes(answer) == Self.own)
    }

    // MARK: - The whole answer

    @Test func `W-16 a plain response answers a batch of one`() async throws {
        let stage = try Stage(1)
        #expect(await stage.outcomes(of: #"{"statusCode":200,"body":"r-1"}"#) == [.own(1)])
    }

    @Test func `W-16 a plain response to several costs all, and the log says why`() async throws {
        let stage = try Stage()
        let outcomes = await stage.outcomes(of: #"{"statusCode":200,"body":"r-1"}"#)
        #expect(outcomes == [Self.bad, Self.bad, Self.bad])
        let note = stage.recorder.entries("bad_answer").first
        #expect(note?["reason"]?.string?.contains("batch adapter") == true)
    }

    @Test(arguments: [
        Named("nothing", ""), Named("null", "null"), Named("text", "\"ok\""),
        Named("a list", "[]"), Named("no list of responses", #"{"v":1,"responses":{}}"#),
        Named("not JSON", "<html>"), Named("an object of other things", #"{"ok":true}"#),
        Named("a byte order mark", "\u{FEFF}" + DeliveryStage.records()),
    ])
    func `an answer that is none costs all, and the log names them`(
        _ row: Named<String, Void>
    ) async throws {
        let stage = try Stage()
        #expect(await stage.outcomes(of: row.given) == [Self.bad, Self.bad, Self.bad])
        let notes = stage.recorder.entries("bad_answer")
        #expect(notes.count == 1)
        #expect(notes.first?["requestIds"]?.array?.map(\.string) == ["r-1", "r-2", "r-3"])
    }

    @Test func `an answer that breaks half way costs those behind the break`() async throws {
        let stage = try Stage()
        let whole = Stage.records(Stage.good(2), Stage.good(1), Stage.good(3))
        let outcomes = await stage.outcomes(of: String(whole.dropLast(10)))
        #expect(outcomes == [.own(1), .own(2), Self.bad])
        let note = stage.recorder.entries("bad_answer").first
        #expect(note?["requestIds"]?.array?.map(\.string) == ["r-3"])
    }

    @Test func `values that nest too deep break it, and those that nest as deep as may be do not`()
        async throws
    {
        func answer(_ depth: Int) -> String {
            let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return Stage.records(
                Stage.good(1), #"{"id":"r-2","statusCode":200,"more":\#(value),"body":"r-2"}"#,
                Stage.good(3))
        }
        #expect(try await outcomes(answer(125)) == Self.own)
        #expect(try await outcomes(answer(126)) == [.own(1), Self.bad, Self.bad])
    }

    @Test func `every request has an answer, wherever the function's answer is cut`() async throws {
        let whole = Array(
            Stage.records(Stage.good(2), #"{"id":"r-1","statusCode":"x"}"#, Stage.good(3)).utf8)
        for end in 0..<whole.count {
            let cut = String(decoding: whole[..<end], as: UTF8.self)
            #expect(try await !outcomes(cut).contains(nil), "cut at \(end)")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `every request has an answer, whatever bytes are changed`(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let whole = Array(Stage.records(Stage.good(1), Stage.good(2), Stage.good(3)).utf8)
        for _ in 0..<50 {
            var bytes = whole
            for _ in 0...Int.random(in: 0...3, using: &random) {
                bytes[.random(in: bytes.indices, using: &random)] = .random(
                    in: 0x20...0x7E, using: &random)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(try await !outcomes(text).contains(nil), "\(text)")
        }
    }

    @Test func `who has left already is left alone`() async throws {
        let stage = try Stage()
        stage.requests[1].answer(.failure(.clientLeft))
        let outcomes = await stage.outcomes(of: Stage.records(Stage.good(1), Stage.good(2)))
        #expect(outcomes == [.own(1), .fault(.clientLeft), .fault(.missingAnswer)])
    }

    // MARK: - Failures

    @Test func `X-10 a failure is logged with its words and its requests, and told without`()
        async throws
    {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:hello"
        let stage = try Stage(function: arn)
        let outcomes = await stage.outcomes(
            of: .functionFailed(
                .init(
                    isHandled: false, errorType: "KeyError", errorMessage: "no \"x\"\n at line 3")),
            message: "KeyError: no \"x\"\n at line 3")
        #expect(outcomes == Array(repeating: .fault(.functionFailed), count: 3))
        let entry = stage.recorder.entries("invocation_failed").first
        #expect(entry?["level"]?.string == "warn")
        #expect(entry?["requestIds"]?.array?.map(\.string) == ["r-1", "r-2", "r-3"])
        #expect(entry?["function"]?.string == arn)
        #expect(entry?["route"]?.string == "GET /hello/{id}")
        #expect(entry?["batchSize"]?.int == 3)
        #expect(entry?["code"]?.string == "function_failed")
        #expect(entry?["reason"]?.string?.contains("KeyError: no \"x\"\n at line 3") == true)
        #expect(entry?["reason"]?.string?.contains("aws-1") == true)
        #expect(stage.recorder.text.split(separator: "\n").count == 1, "one line, escaped")
    }

    @Test func `what a function says of itself is logged only so far`() async throws {
        let stage = try Stage()
        let name = "é " + String(repeating: "x", count: 1_000_000)
        let answer = Stage.records(
            Stage.good(1), Stage.good(2),
            #"{"id":"r-3","statusCode":200,"headers":{"\#(name)":"b"}}"#)
        _ = await stage.outcomes(of: answer)
        _ = await stage.outcomes(of: .service, message: name)
        #expect(stage.recorder.entries.count == 2)
        #expect(stage.recorder.text.utf8.count < 10_000)
    }

    @Test func `what a function says of itself stays one line of JSON`() async throws {
        let stage = try Stage()
        let answer = Stage.records(
            Stage.good(1), Stage.good(2),
            #"{"id":"r-3","statusCode":200,"headers":{"a\n{\"level\":\"error\"}":"b"}}"#)
        _ = await stage.outcomes(of: answer)
        #expect(stage.recorder.text.split(separator: "\n").count == 1)
        #expect(stage.recorder.entries("bad_record").count == 1)
    }
}

extension Named where Wanted == Void {
    /// A row of which only what is given matters.
    init(_ name: String, _ given: Given) {
        self.init(name, given, ())
    }
}
