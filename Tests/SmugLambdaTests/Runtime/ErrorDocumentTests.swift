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

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int?

        init(_ name: String) { (stringValue, intValue) = (name, nil) }
        init(_ index: Int) { (stringValue, intValue) = ("\(index)", index) }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { self.init(intValue) }
    }

    @Test func `what does not decode is told with its path`() {
        let path = [Key("order"), Key("items"), Key(2), Key("price")]
        let context = DecodingError.Context(codingPath: path, debugDescription: "found a string")
        let top = DecodingError.Context(codingPath: [], debugDescription: "")
        let cases: [(DecodingError, String)] = [
            (
                .typeMismatch(Double.self, context),
                "order.items[2].price: it is no Double (found a string)"
            ),
            (
                .valueNotFound(Int.self, context),
                "order.items[2].price: there is null instead of Int (found a string)"
            ),
            (.keyNotFound(Key("id"), top), "the event: there is no \"id\""),
            (.dataCorrupted(top), "the event: it cannot be read"),
        ]
        for (error, told) in cases {
            let document = ErrorDocument(error)
            #expect(document.type == "DecodingError")
            #expect(document.message == told)
        }
    }
}
