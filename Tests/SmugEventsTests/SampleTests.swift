import SmugEventCatalog
import SmugJSON
import Testing

@Suite struct SampleTests {
    @Test(arguments: EventCatalog.kinds.map(\.name))
    func `a sample is decoded, encoded and decoded without a leaf lost`(name: String) throws {
        let kind = try EventKind.named(name)
        try kind.expectRoundTrip(Array(kind.sample.utf8))
    }

    @Test(arguments: EventCatalog.kinds.map(\.name))
    func `a sample has a property for each of its members`(name: String) throws {
        let kind = try EventKind.named(name)
        // Samples show that, too: attributes that vary, and members that came later.
        let known: Set = [
            "sns", "activemq", "macie-alert", "ssm", "ecr-scan", "lex", "lex-v1", "lex-response",
            "lex-v1-response",
        ]
        let others = try kind.read(Array(kind.sample.utf8)).others
        #expect(others.isEmpty != known.contains(kind.name), "\(others)")
    }

    @Test(arguments: EventCatalog.kinds.map(\.name).filter { $0 != "lattice-response" })
    func `a sample is told to be of its kind`(name: String) throws {
        let kind = try EventKind.named(name)
        let payload = try JSONValue(parsing: Array(kind.sample.utf8))
        #expect(EventCatalog.kind(of: payload)?.name == kind.name)
    }

    @Test func `names are one word each and not given twice`() {
        let names = EventCatalog.kinds.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(name)")
        }
    }

    @Test func `a kind is found by its name and by its type`() {
        #expect(EventCatalog.kind(named: "SQS")?.type == "SQSEvent")
        #expect(EventCatalog.kind(named: "sqsevent")?.name == "sqs")
        #expect(EventCatalog.kind(named: "nonsense") == nil)
    }

    @Test(arguments: [#"{}"#, "[]", "1", "null", #"{"hello": "world"}"#, #"{"Records": []}"#])
    func `what is no event is of no kind`(payload: String) throws {
        #expect(EventCatalog.kind(of: try JSONValue(parsing: Array(payload.utf8))) == nil)
    }
}
