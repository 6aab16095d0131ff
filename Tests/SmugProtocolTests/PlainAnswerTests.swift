import SmugHTTP
import SmugJSON
import SmugProtocol
import TestSupport
import Testing

/// Answers to events that were no batch, by the rules of each shape.
@Suite struct PlainAnswerTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let answer: String
        let shapes: [EventShape]
        var status = 200
        var fields: [String] = []
        var body = ""
        var fault: RecordFault?
        var testDescription: String { name }
    }

    private static let version2: [EventShape] = [.httpAPI, .functionURL]
    private static let balancers: [EventShape] = [
        .loadBalancer(multiValue: false), .loadBalancer(multiValue: true),
    ]
    private static let all = version2 + [.restAPI] + balancers
    private static let strict = [EventShape.restAPI] + balancers

    static let statuses: [Case] = [
        Case(
            name: "status, header and body",
            answer: #"{"statusCode":201,"headers":{"X-A":"1"},"body":"b"}"#, shapes: all,
            status: 201, fields: ["x-a: 1"], body: "b"),
        Case(name: "status alone", answer: #"{"statusCode":204}"#, shapes: all, status: 204),
        Case(
            name: "a body that its status has no room for",
            answer: #"{"statusCode":205,"body":"b"}"#, shapes: all, status: 205),
        Case(
            name: "base 64", answer: #"{"statusCode":200,"body":"aGk=","isBase64Encoded":true}"#,
            shapes: all, body: "hi"),
        Case(
            name: "a status that is none", answer: #"{"statusCode":99}"#, shapes: all,
            fault: .invalidStatus),
        Case(
            name: "a body that is no string", answer: #"{"statusCode":200,"body":{}}"#, shapes: all,
            fault: .invalidBody),
        Case(
            name: "headers that are none", answer: #"{"statusCode":200,"headers":[]}"#, shapes: all,
            fault: .invalidHeaders),
    ]

    static let inference: [Case] = [
        Case(
            name: "an object without a status", answer: #" {"a":[1, "\u0000"]}"#, shapes: version2,
            fields: ["content-type: application/json"], body: #" {"a":[1, "\u0000"]}"#),
        Case(
            name: "a null status is none", answer: #"{"statusCode":null}"#, shapes: version2,
            fields: ["content-type: application/json"], body: #"{"statusCode":null}"#),
        Case(
            name: "a string", answer: #""h\u00e9 \"you\"""#, shapes: version2,
            fields: ["content-type: application/json"], body: #"hé "you""#),
        Case(
            name: "a list", answer: "[1,{}]", shapes: version2,
            fields: ["content-type: application/json"], body: "[1,{}]"),
        Case(
            name: "null", answer: "null", shapes: version2,
            fields: ["content-type: application/json"], body: "null"),
        Case(
            name: "no status for those that want one", answer: #"{"body":"a"}"#, shapes: strict,
            fault: .missingStatus),
        Case(
            name: "a string for those that want an object", answer: #""a""#, shapes: strict,
            fault: .notAnObject),
        Case(
            name: "null for those that want an object", answer: "null", shapes: strict,
            fault: .notAnObject),
    ]

    static let broken: [Case] = ["", "{", #"{"statusCode":200}x"#, "\u{FEFF}{}", "nul"].map {
        text in
        Case(name: "no JSON: \(text)", answer: text, shapes: all, fault: fault(text))
    }

    private static func fault(_ text: String) -> RecordFault? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: Array(text.utf8))
            return nil
        } catch {
            return .invalidJSON(error)
        }
    }

    static let headers: [Case] = {
        let both =
            #"{"statusCode":200,"headers":{"A":"1","b":"2","c":"5"},"#
            + #""multiValueHeaders":{"a":["1","3"],"B":["4"]}}"#
        let wrong = #"{"statusCode":200,"multiValueHeaders":"x"}"#
        return [
            Case(
                name: "a REST API merges both and drops the pair that stands twice", answer: both,
                shapes: [.restAPI], fields: ["b: 2", "c: 5", "a: 1", "a: 3", "b: 4"]),
            Case(
                name: "lists stand in for single values", answer: both,
                shapes: version2 + [.loadBalancer(multiValue: true)],
                fields: ["c: 5", "a: 1", "a: 3", "b: 4"]),
            Case(
                name: "a load balancer without lists does not see them", answer: both,
                shapes: [.loadBalancer(multiValue: false)], fields: ["a: 1", "b: 2", "c: 5"]),
            Case(
                name: "nor what is wrong with them", answer: wrong,
                shapes: [.loadBalancer(multiValue: false)]),
            Case(
                name: "wrong lists", answer: wrong,
                shapes: version2 + [.restAPI, .loadBalancer(multiValue: true)],
                fault: .invalidHeaders),
        ]
    }()

    static let extras: [Case] = [
        Case(
            name: "cookies", answer: #"{"statusCode":200,"cookies":["a=1","b=2"]}"#,
            shapes: version2, fields: ["set-cookie: a=1", "set-cookie: b=2"]),
        Case(
            name: "cookies where there is no such member",
            answer: #"{"statusCode":200,"cookies":["a=1",7]}"#, shapes: strict),
        Case(
            name: "wrong cookies", answer: #"{"statusCode":200,"cookies":"a=1"}"#, shapes: version2,
            fault: .invalidCookies),
        Case(
            name: "a description", answer: #"{"statusCode":200,"statusDescription":"200 OK"}"#,
            shapes: all),
        Case(
            name: "a description that is no string",
            answer: #"{"statusCode":200,"statusDescription":200}"#, shapes: balancers,
            fault: .invalidStatusDescription),
        Case(
            name: "a description where it says nothing",
            answer: #"{"statusCode":200,"statusDescription":200}"#, shapes: version2 + [.restAPI]),
    ]

    @Test(arguments: statuses + inference + broken + headers + extras)
    func `R-2 and R-6 an answer is read by the rules of its shape`(_ row: Case) {
        for shape in row.shapes {
            switch PlainAnswer.outcome(of: Array(row.answer.utf8), shape: shape) {
            case .answer(let answer):
                #expect(row.fault == nil, "\(shape)")
                #expect(answer.status.code == row.status, "\(shape)")
                #expect(
                    answer.fields.pairs.map { "\($0.name): \($0.value)" } == row.fields, "\(shape)")
                #expect(String(decoding: answer.body, as: UTF8.self) == row.body, "\(shape)")
            case .fault(let fault):
                #expect(fault == row.fault, "\(shape)")
            }
        }
    }

    @Test(arguments: 0..<UInt64(60))
    func `no answer traps`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let whole = Array(
            (#"{"statusCode":200,"headers":{"a":"\u00e9"},"multiValueHeaders":{"b":["1",2]},"#
                + #""cookies":["c=1"],"statusDescription":"x","body":"aGk=","isBase64Encoded":true}"#)
                .utf8)
        var bytes = whole
        for _ in 0..<Int.random(in: 1..<6, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = .random(
                in: 0...255, using: &random)
        }
        let end = Int.random(in: 0...bytes.count, using: &random)
        for shape in Self.all {
            _ = PlainAnswer.outcome(of: bytes, shape: shape)
            _ = PlainAnswer.outcome(of: Array(bytes[..<end]), shape: shape)
        }
    }

    // MARK: - Batches

    private func record(_ members: String, _ shape: EventShape) -> DecodedBatch.Record? {
        let text = #"{"v":1,"responses":[{"id":"r-1",\#(members)}]}"#
        guard
            case .batch(var decoder)? = try? BatchResponse(
                Array(text.utf8), batchSize: 1, shape: shape),
            let record = try? decoder.next()
        else { return nil }
        return DecodedBatch.Record(id: "r-1", record.outcome)
    }

    @Test func `R-2 records of a batch keep the shape's rules for headers`() {
        let members =
            #""statusCode":200,"headers":{"a":"1"},"multiValueHeaders":{"a":["1","2"],"b":["3"]}"#
        #expect(record(members, .restAPI)?.fields == ["a: 1", "a: 2", "b: 3"])
        #expect(
            record(members, .loadBalancer(multiValue: true))?.fields == ["a: 1", "a: 2", "b: 3"])
        #expect(record(members, .loadBalancer(multiValue: false))?.fields == ["a: 1"])
    }

    @Test func `records of a batch keep the shape's rules for the description`() {
        let members = #""statusCode":200,"statusDescription":5"#
        #expect(
            record(members, .loadBalancer(multiValue: false))?.fault == .invalidStatusDescription)
        #expect(record(members, .restAPI)?.status == 200)
    }

    @Test(arguments: all)
    func `R-3 an adapter's cookies are taken in every shape`(shape: EventShape) {
        let record = record(#""statusCode":200,"cookies":["a=1"]"#, shape)
        #expect(record?.fields == ["set-cookie: a=1"])
    }

    @Test(arguments: all)
    func `a record without a status is none in every shape`(shape: EventShape) {
        #expect(record(#""body":"a""#, shape)?.fault == .missingStatus)
    }
}
