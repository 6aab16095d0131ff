import SmugJSON
import Testing

@testable import SmugLambda

@Suite struct ErrorDocumentTests {
    private struct Plain: Error, CustomStringConvertible {
        let description = "line\none \u{1} \"two\""
    }

    private enum Choice: Error { case first(Int) }

    private struct OutOfStock: LambdaDiagnosticError {
        let errorType = "Shop.OutOfStock"
        let errorMessage = "none left"
        let stackTrace = ["a.swift:1", "b.swift:2"]
    }

    private struct Bare: LambdaDiagnosticError, CustomStringConvertible {
        let description = "bare"
    }

    @Test func `an error is told by its type's name and its description`() throws {
        #expect(ErrorDocument(Choice.first(2)).type == "Choice")
        #expect(ErrorDocument(Choice.first(2)).message == "first(2)")
        #expect(ErrorDocument(Bare()).type == "Bare")
        #expect(ErrorDocument(Bare()).message == "bare")
    }

    @Test func `the document is JSON whatever the message holds`() throws {
        let document = try JSONValue(parsing: ErrorDocument(Plain()).bytes)
        #expect(document["errorType"]?.string == "Plain")
        #expect(document["errorMessage"]?.string == "line\none \u{1} \"two\"")
        #expect(document["stackTrace"]?.array == [])
    }

    @Test func `an error that diagnoses itself is told as it says`() throws {
        let document = try JSONValue(parsing: ErrorDocument(OutOfStock()).bytes)
        #expect(document["errorType"]?.string == "Shop.OutOfStock")
        #expect(document["errorMessage"]?.string == "none left")
        #expect(document["stackTrace"]?.array == ["a.swift:1", "b.swift:2"])
    }

    @Test(arguments: [
        ("A.B", "A.B"), ("My\nError", "Unhandled"), ("é", "Unhandled"), ("", "Unhandled"),
    ])
    func `a type that no header can carry is left out of it`(type: String, value: String) {
        #expect(ErrorDocument(type: type, message: "").fieldValue == value)
    }

    private struct Order: Decodable {
        struct Item: Decodable { let price: Double }
        let items: [Item]
    }

    @Test(arguments: [
        (#"{"items":[{"price":1},{"price":"x"}]}"#, "$.items[1].price"),
        (#"{"items":[{}]}"#, "$.items[0].price"),
        (#"{"items":null}"#, "$.items"), ("[]", "$"), ("{", "$"),
    ])
    func `an event that does not decode is told with its path`(event: String, path: String) async {
        let function = LambdaFunction { (order: Order, _) in order.items.count }
        do {
            _ = try await function.answer(to: Array(event.utf8), LambdaContext(requestID: "a"))
            Issue.record("it has decoded")
        } catch {
            let document = ErrorDocument(error)
            #expect(document.type == "DecodingError")
            #expect(document.message.hasPrefix(path + ": "))
        }
    }
}
