import SmugEvents
import SmugJSON
import Testing

@testable import SmugCloudFormation

@Suite struct CustomResourceEventTests {
    struct Properties: Codable, Equatable {
        let size: Int
    }

    private static func event(
        _ type: String, _ properties: String, old: String = "null", id: String = "null"
    ) throws -> CustomResourceEvent {
        try CustomResourceEvent(
            Array(
                """
                {"RequestType": "\(type)", "RequestId": "r", "StackId": "s", "ResourceType": "Custom::A",
                 "LogicalResourceId": "L", "ResponseURL": "https://answers.test:8443/a?b=c",
                 "PhysicalResourceId": \(id), "ResourceProperties": \(properties),
                 "OldResourceProperties": \(old)}
                """.utf8))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let type: String
        let properties: String
        var old = "null"
        let size: Int?
        var oldSize: Int?

        var testDescription: String { "\(type) of \(properties), was \(old)" }
    }

    @Test(arguments: [
        Case(type: "Create", properties: #"{"size": 7}"#, size: 7),
        Case(
            type: "Update", properties: #"{"size": 7}"#, old: #"{"size": 6}"#, size: 7, oldSize: 6),
        Case(type: "Update", properties: #"{"size": 7}"#, old: #"{"width": 6}"#, size: 7),
        Case(type: "Delete", properties: #"{"size": 7}"#, size: 7),
        Case(type: "Delete", properties: #"{"size": "x"}"#, size: nil),
        Case(type: "Delete", properties: #"[]"#, old: "3", size: nil),
        Case(type: "Create", properties: #"{"size": 7, "\ud800": "\udc00"}"#, size: 7),
    ])
    func `a request has what its type can read of it`(example: Case) throws {
        let event = try Self.event(example.type, example.properties, old: example.old)
        let request: CloudFormationRequest<Properties> = try event.request()
        #expect(request.requestType?.rawValue == example.type)
        #expect(request.resourceProperties?.size == example.size)
        #expect(request.oldResourceProperties?.size == example.oldSize)
        #expect((request.requestId, request.stackId) == ("r", "s"))
    }

    @Test(arguments: ["Create", "Update"])
    func `properties that do not decode are told with their place`(type: String) throws {
        let event = try Self.event(type, #"{"size": "x"}"#)
        let error = #expect(throws: DecodingError.self) {
            let _: CloudFormationRequest<Properties> = try event.request()
        }
        #expect(error?.jsonPath == "$.ResourceProperties.size")
    }

    @Test func `what was refused is deleted without its handler`() throws {
        let refused = try Self.event("Create", "[]").refusal("no")
        #expect(refused.status == .failed && refused.reason == "no")
        let name = try #require(refused.physicalResourceId as String?)
        #expect(try Self.event("Delete", "[]", id: "\"\(name)\"").deletesWhatNeverWas)
        #expect(try !Self.event("Update", "[]", id: "\"\(name)\"").deletesWhatNeverWas)
        #expect(try !Self.event("Delete", "[]", id: "\"a\"").deletesWhatNeverWas)
        // An update that is refused changes no name.
        let update = try Self.event("Update", "[]", id: "\"a\"").refusal("no")
        #expect(update.physicalResourceId == "a")
    }

    @Test func `an event says whom to answer`() throws {
        #expect(try Self.event("Create", "{}").authority == "answers.test:8443")
    }

    @Test(arguments: [
        "{}", #"{"ResponseURL": "..."}"#, #"{"ResponseURL": "http://answers.test/"}"#,
        #"{"ResponseURL": 7}"#,
    ])
    func `without an address there is nothing to be done`(event: String) throws {
        let event = try CustomResourceEvent(Array(event.utf8))
        let error = #expect(throws: CustomResourceError.self) { try event.authority }
        #expect(error?.description.contains("ResponseURL") == true)
        #expect(error?.description.contains("CloudFormationProviderResponse") == true)
    }

    @Test(arguments: ["", "[]", "7", "{"])
    func `what is no event is an error`(event: String) {
        #expect(throws: DecodingError.self) { try CustomResourceEvent(Array(event.utf8)) }
    }
}
