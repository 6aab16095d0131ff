import TestSupport
import Testing

@testable import SmugAWS

@Suite struct AuthorizationHeaderTests {
    @Test(arguments: [
        "AWS4-HMAC-SHA256 Credential=K/20150830/r/s/aws4_request, SignedHeaders=a;B, Signature=1",
        "AWS4-HMAC-SHA256 Credential=K/20150830/r/s/aws4_request,SignedHeaders=a;B,Signature=1",
        "AWS4-HMAC-SHA256  Signature=1 , SignedHeaders=a;B , Credential=K/20150830/r/s/aws4_request",
    ])
    func `Parts are found in any order, with or without spaces`(text: String) throws {
        let header = try AuthorizationHeader(Array(text.utf8)[...])
        #expect(header.accessKeyID == "K")
        #expect(header.day == "20150830")
        #expect(header.scope == SigningScope(region: "r", service: "s"))
        #expect(header.signedNames.map { String(decoding: $0, as: UTF8.self) } == ["a", "b"])
        #expect(header.signature == Array("1".utf8))
    }

    @Test func `An access key may hold a slash`() throws {
        let text =
            "AWS4-HMAC-SHA256 Credential=K/x/20150830/r/s/aws4_request, SignedHeaders=a, Signature=1"
        #expect(try AuthorizationHeader(Array(text.utf8)[...]).accessKeyID == "K/x")
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let says: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "", says: "algorithm"),
        Case(text: "Bearer abc", says: "algorithm"),
        Case(text: "AWS4-HMAC-SHA256", says: "'Credential' parameter"),
        Case(text: "AWS4-HMAC-SHA256 abc", says: "key=value"),
        Case(text: "AWS4-HMAC-SHA256 Credential=a/b", says: "'Signature' parameter"),
        Case(
            text: "AWS4-HMAC-SHA256 Credential=/, Signature=1", says: "'SignedHeaders' parameter"),
        Case(
            text: "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=a, Signature=1",
            says: "5 parts"),
        Case(
            text: "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4, SignedHeaders=a, Signature=1",
            says: "5 parts"),
    ])
    func `What is missing is named`(_ item: Case) {
        let refusal = #expect(throws: SignatureRefusal.self) {
            _ = try AuthorizationHeader(Array(item.text.utf8)[...])
        }
        #expect(refusal?.code == .incompleteSignature)
        #expect(refusal?.message.contains(item.says) == true)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `No bytes trap`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("AWS4-HMAC-SHA256 Credential=SignedHeaders=Signature=/,;= \u{FF}".utf8)
        for _ in 0..<500 {
            let count = Int.random(in: 0..<40, using: &random)
            var bytes = Array("AWS4-HMAC-SHA256 ".utf8)
            bytes += (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }
            _ = try? AuthorizationHeader(bytes[...])
        }
    }
}
