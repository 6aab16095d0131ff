import SmugHTTP
import Testing

@testable import SmugAWS

@Suite struct SignatureV4Tests {
    private func signed(
        _ pairs: [(String, String)], token: String? = nil, at epochSeconds: Int64? = nil,
        service: String = "lambda", payload: SignedPayload = .bytes([])
    ) throws -> HTTPFields {
        var fields = HTTPFields(pairs)
        var signer = SignatureV4(scope: SigningScope(region: "us-east-1", service: service))
        try signer.sign(
            .post, path: "/", fields: &fields, payload: payload,
            with: SigningExample.credentials(token: token),
            at: epochSeconds ?? SigningExample.epochSeconds)
        return fields
    }

    @Test(arguments: SignatureCase.suite + SignatureCase.botocore)
    func `A signature is the one that AWS's suite and botocore give`(_ item: SignatureCase) throws {
        let expected =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/\(item.scope.region)"
            + "/\(item.scope.service)/aws4_request, SignedHeaders=\(item.signedNames),"
            + " Signature=\(item.signature)"
        #expect(try item.signed()["authorization"] == expected)
    }

    @Test func `The date and the token are added, the hash of the payload for S3 only`() throws {
        let plain = try signed([("host", "h")])
        #expect(plain["x-amz-date"] == "20150830T123600Z")
        #expect(plain["x-amz-security-token"] == nil)
        #expect(plain["x-amz-content-sha256"] == nil)
        let stored = try signed([("host", "h")], token: "t", service: "s3", payload: .unsigned)
        #expect(stored["x-amz-security-token"] == "t")
        #expect(stored["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD")
    }

    @Test func `A payload hashed before gives the same signature`() throws {
        let bytes = Array("payload".utf8)
        let given = try signed([("host", "h")], payload: .hash(SHA256Digest(of: bytes)))
        let counted = try signed([("host", "h")], payload: .bytes(bytes))
        #expect(given["authorization"] == counted["authorization"])
    }

    @Test func `A request that is signed again has the fields of the second time only`() throws {
        let first = try signed([("host", "h")], token: "old", service: "s3")
        var fields = first
        var signer = SignatureV4(scope: SigningScope(region: "us-east-1", service: "s3"))
        let later = SigningExample.epochSeconds + 90
        try signer.sign(
            .post, path: "/", fields: &fields, payload: .bytes([]),
            with: SigningExample.credentials(token: nil), at: later)
        let fresh = try signed([("host", "h")], at: later, service: "s3")
        #expect(fields["authorization"] == fresh["authorization"])
        #expect(fields["x-amz-security-token"] == nil)
        #expect(fields.all("x-amz-date").count == 1)
        #expect(fields.all("x-amz-content-sha256").count == 1)
        #expect(fields.all("authorization").count == 1)
    }

    @Test(arguments: [
        "Accept-Encoding", "Connection", "Content-Length", "Expect", "TE", "Transfer-Encoding",
        "User-Agent", "X-Amzn-Trace-Id",
    ])
    func `Fields that others may change are not signed`(name: String) throws {
        let with = try signed([("host", "h"), (name, "1")])
        #expect(try with["authorization"] == signed([("host", "h")])["authorization"])
        #expect(with[name.lowercased()] == "1")
    }

    @Test(arguments: ["a\nb", "a\u{0}b", "a\r\nx-injected: 1"])
    func `A token that would split the request is an error`(token: String) {
        #expect(throws: HTTPFieldError.invalidValue) {
            try signed([("host", "h")], token: token)
        }
    }

    @Test func `A whole request is signed with its path, query and payload`() throws {
        let endpoint = try EndpointURL("http://127.0.0.1:9000/base")
        var request = try AWSRequest(
            .post, to: endpoint, path: "/2015-03-31/functions/hello/invocations",
            payload: Array("[]".utf8))
        var signer = SignatureV4(scope: SigningScope(region: "us-east-1", service: "lambda"))
        try signer.sign(
            &request, with: SigningExample.credentials, at: SigningExample.epochSeconds)
        let vector = try #require(SignatureCase.botocore.first { $0.host == "127.0.0.1:9000" })
        #expect(try request.fields["authorization"] == vector.signed()["authorization"])
    }
}
