import SmugHTTP
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct SigningTemplateTests {
    private static let scope = SigningScope(region: "us-east-1", service: "lambda")

    private func request(_ target: String, query: String = "", payload: [UInt8] = []) throws
        -> AWSRequest
    {
        var request = try AWSRequest(
            .post, to: try EndpointURL("http://127.0.0.1:9000/base"), path: target, query: query,
            payload: payload)
        request.fields.append(name: "content-type", value: "application/json")
        try request.fields.append("x-amz-invocation-type", "RequestResponse")
        return request
    }

    /// The fields of a head, and its first line.
    private func parsed(_ head: [UInt8]) throws -> HTTPRequestHead {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let found) = try parser.next(head.span, &offset) else {
            throw Refused()
        }
        return found
    }

    private struct Refused: Error {}

    struct Sample: CustomTestStringConvertible, Sendable {
        let name: String
        var path = "/2015-03-31/functions/hello/invocations"
        var query = ""
        var token: String?
        var body: [UInt8] = Array("{}".utf8)
        var testDescription: String { name }
    }

    @Test(arguments: [
        Sample(name: "plain"), Sample(name: "with a token", token: "token/with+signs="),
        Sample(name: "an encoded path", path: "/2015-03-31/functions/a%3Ab/invocations"),
        Sample(name: "a query", query: "Qualifier=1"), Sample(name: "no body", body: []),
        Sample(name: "a body of two blocks", body: Array(repeating: 0x61, count: 128)),
        Sample(name: "a large body", body: Array(repeating: 0xFF, count: 1_000_003)),
    ])
    func `A head that is written from a template is signed like any request`(sample: Sample)
        throws
    {
        let credentials = SigningExample.credentials(token: sample.token)
        var signer = SignatureV4(scope: Self.scope)
        let date = AmazonDate(epochSeconds: SigningExample.epochSeconds)
        let template = try SigningTemplate(
            try request(sample.path, query: sample.query), &signer, with: credentials, on: date)
        let hash = Libcrypto.Hash()
        for seconds in [SigningExample.epochSeconds, SigningExample.epochSeconds + 3_601] {
            let date = AmazonDate(epochSeconds: seconds)
            let head = try parsed(template.head(for: sample.body, at: date, hash: hash))
            var expected = try request(sample.path, query: sample.query, payload: sample.body)
            try signer.sign(&expected, with: credentials, at: seconds)
            #expect(head.method == .post)
            #expect(head.framing == .length(sample.body.count))
            #expect(String(decoding: head.fields.bytes[head.path], as: UTF8.self) == expected.path)
            for (name, value) in expected.fields.pairs {
                #expect(head.fields[name] == value, "\(name)")
            }
            #expect(head.fields.count == expected.fields.count + 1)
        }
    }

    @Test func `A template counts for its own day`() throws {
        var signer = SignatureV4(scope: Self.scope)
        let date = AmazonDate(epochSeconds: SigningExample.epochSeconds)
        let template = try SigningTemplate(
            try request("/"), &signer, with: SigningExample.credentials(token: nil), on: date)
        let midnight = SigningExample.epochSeconds / 86_400 * 86_400 + 86_400
        #expect(template.counts(on: AmazonDate(epochSeconds: midnight - 1)))
        #expect(!template.counts(on: AmazonDate(epochSeconds: midnight)))
    }

    @Test(arguments: ["a\nb", "a\r\nx-injected: 1"])
    func `A key or a token that would split the head is an error`(text: String) throws {
        var signer = SignatureV4(scope: Self.scope)
        let date = AmazonDate(epochSeconds: SigningExample.epochSeconds)
        #expect(throws: HTTPFieldError.invalidValue) {
            _ = try SigningTemplate(
                try request("/"), &signer, with: SigningExample.credentials(token: text), on: date)
        }
        #expect(throws: HTTPFieldError.invalidValue) {
            _ = try SigningTemplate(
                try request("/"), &signer,
                with: Credentials(accessKeyID: text, secretAccessKey: "s"), on: date)
        }
    }

    @Test(arguments: 0..<64)
    func `A keyed hash is HMAC, whatever the lengths`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let key = (0..<Int.random(in: 0...64, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        let keyed = Libcrypto.KeyedHash(key: key)
        for _ in 0..<3 {
            let message = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let digits = keyed.digits(of: message)
            let code = digits.indices.map { digits[$0] }
            #expect(code == Libcrypto.hmacSHA256(key: key, message).hexadecimal)
        }
    }
}
