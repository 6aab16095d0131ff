import SmugHTTP
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct SignatureVerifierTests {
    private static let now = SigningExample.epochSeconds

    /// A request to the verifier; each test changes one thing of it.
    private struct Incoming {
        var method = HTTPMethod.post
        var path = "/2015-03-31/functions/a%3Ab/invocations"
        var query = "Qualifier=%24LATEST&b"
        var fields: HTTPFields
        var payload = SignedPayload.bytes(Array("{}".utf8))

        func verify(
            _ known: Credentials? = SigningExample.credentials, service: String = "lambda",
            region: String? = "us-east-1", at epochSeconds: Int64 = now
        ) throws(SignatureRefusal) -> String {
            var verifier = SignatureVerifier(service: service, region: region) { key in
                key == known?.accessKeyID ? known : nil
            }
            return try verifier.verify(
                method: method, path: Array(path.utf8)[...], query: Array(query.utf8)[...],
                fields: fields, payload: payload, at: epochSeconds)
        }

        func refusal(
            _ known: Credentials? = SigningExample.credentials, service: String = "lambda",
            region: String? = "us-east-1", at epochSeconds: Int64 = now
        ) -> SignatureRefusal? {
            do throws(SignatureRefusal) {
                _ = try verify(known, service: service, region: region, at: epochSeconds)
                return nil
            } catch { return error }
        }

        mutating func setAuthorization(_ change: (String) -> String) {
            let changed = change(fields["authorization"] ?? "")
            fields.removeAll("authorization")
            try? fields.append(name: "authorization", value: Array(changed.utf8)[...])
        }
    }

    private func incoming(
        _ credentials: Credentials = SigningExample.credentials, service: String = "lambda",
        fields pairs: [(String, String)] = [("host", "h"), ("x-amz-log-type", "Tail")],
        payload: SignedPayload = .bytes(Array("{}".utf8))
    ) throws -> Incoming {
        var incoming = Incoming(fields: HTTPFields(pairs), payload: payload)
        var signer = SignatureV4(scope: SigningScope(region: "us-east-1", service: service))
        try signer.sign(
            incoming.method, path: incoming.path, query: incoming.query, fields: &incoming.fields,
            payload: payload, with: credentials, at: Self.now)
        return incoming
    }

    @Test func `What was signed is believed`() throws {
        #expect(try incoming().verify() == "AKIDEXAMPLE")
        #expect(try incoming().verify(region: nil) == "AKIDEXAMPLE")
        let temporary = SigningExample.credentials(token: "t", expiration: Self.now + 1)
        #expect(try incoming(temporary).verify(temporary) == "AKIDEXAMPLE")
    }

    @Test(arguments: SignatureCase.suite + SignatureCase.botocore)
    func `What AWS's suite and botocore signed is believed`(_ item: SignatureCase) throws {
        let incoming = Incoming(
            method: item.method, path: item.path, query: item.query, fields: try item.signed(),
            payload: .bytes(Array(item.body.utf8)))
        let known = SigningExample.credentials(token: item.token)
        #expect(
            try incoming.verify(known, service: item.scope.service, region: item.scope.region)
                == "AKIDEXAMPLE")
    }

    @Test func `What changed on the way is refused`() throws {
        let original = try incoming()
        var changed = Array(repeating: original, count: 6)
        changed[0].method = .put
        changed[1].path += "/"
        changed[2].query += "&c"
        changed[3].payload = .bytes([])
        changed[4].fields.removeAll("x-amz-log-type")
        changed[5].fields.append(name: "x-amz-log-type", value: "None")
        for incoming in changed {
            #expect(incoming.refusal()?.code == .invalidSignature)
        }
        #expect(original.refusal() == nil)
    }

    @Test func `A field that nobody signed may change`() throws {
        var incoming = try incoming()
        incoming.fields.append(name: "user-agent", value: "other")
        #expect(incoming.refusal() == nil)
    }

    private static let offsets: [(Int64, SignatureRefusal.Code?)] = [
        (-301, .invalidSignature), (-300, nil), (0, nil), (300, nil), (301, .invalidSignature),
        (.max, .invalidSignature), (.min, .invalidSignature),
    ]

    @Test(arguments: offsets)
    func `The date may be five minutes off`(off: Int64, code: SignatureRefusal.Code?) throws {
        let now = Self.now.addingReportingOverflow(off)
        let time = now.overflow ? off : now.partialValue
        #expect(try incoming().refusal(at: time)?.code == code)
    }

    @Test func `The sentence about the date is AWS's`() throws {
        #expect(
            try incoming().refusal(at: Self.now + 301)?.message
                == "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
                + " (20150830T124101Z - 5 min.)")
        #expect(
            try incoming().refusal(at: Self.now - 301)?.message
                == "Signature not yet current: 20150830T123600Z is still later than"
                + " 20150830T123559Z (20150830T123059Z + 5 min.)")
    }

    @Test func `A key or token that is not known is an unrecognized client`() throws {
        #expect(try incoming().refusal(nil)?.code == .unrecognizedClient)
        let temporary = SigningExample.credentials(token: "t")
        #expect(try incoming().refusal(temporary)?.code == .unrecognizedClient)
        #expect(try incoming(temporary).refusal()?.code == .unrecognizedClient)
        let other = SigningExample.credentials(token: "u")
        #expect(try incoming(temporary).refusal(other)?.code == .unrecognizedClient)
    }

    @Test func `Credentials that have expired are named as that`() throws {
        let expired = SigningExample.credentials(token: "t", expiration: Self.now)
        #expect(try incoming(expired).refusal(expired)?.code == .expiredToken)
    }

    @Test func `Another secret behind the key is an invalid signature`() throws {
        let other = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "other")
        #expect(try incoming().refusal(other)?.code == .invalidSignature)
    }

    @Test func `A signature for another region, service or day is refused`() throws {
        #expect(try incoming().refusal(region: "eu-west-1")?.code == .invalidSignature)
        #expect(try incoming().refusal(service: "s3")?.code == .invalidSignature)
        var incoming = try incoming()
        incoming.setAuthorization { $0.replacing("20150830", with: "20150831") }
        #expect(incoming.refusal()?.message.contains("'20150831' != '20150830'") == true)
    }

    @Test func `Without an authorization there is no token`() throws {
        let refusal = Incoming(fields: HTTPFields([("host", "h")])).refusal()
        #expect(refusal?.code == .missingAuthenticationToken)
        #expect(refusal?.errorType == "MissingAuthenticationTokenException")
        #expect(refusal?.status == 403)
    }

    @Test func `The date may come in the date field, and has to come`() throws {
        var incoming = try incoming()
        incoming.fields.removeAll("x-amz-date")
        #expect(incoming.refusal()?.code == .incompleteSignature)
        incoming.fields.append(name: "date", value: "Sun, 30 Aug 2015 12:36:00 GMT")
        #expect(incoming.refusal()?.code == .incompleteSignature)
    }

    @Test func `Host has to be signed, and what is signed has to be there`() throws {
        var hostless = try incoming()
        hostless.setAuthorization { $0.replacing("=host;", with: "=") }
        #expect(hostless.refusal()?.message.contains("'Host'") == true)
        var promised = try incoming()
        promised.setAuthorization { $0.replacing("=host;", with: "=absent;host;") }
        #expect(promised.refusal()?.code == .invalidSignature)
    }

    @Test func `A hash of the payload that the client sent must be the payload's`() throws {
        let stored = try incoming(service: "s3")
        #expect(stored.refusal(service: "s3") == nil)
        var changed = stored
        changed.payload = .bytes(Array("other".utf8))
        #expect(changed.refusal(service: "s3")?.code == .invalidSignature)
        changed.payload = .unsigned
        #expect(changed.refusal(service: "s3") == nil)
        let unsigned = try incoming(service: "s3", payload: .unsigned)
        #expect(unsigned.refusal(service: "s3") == nil)
    }

    @Test func `An authorization that is cut anywhere is refused`() throws {
        let whole = try incoming()
        let length = try #require(whole.fields["authorization"]).count
        for count in 1..<length {
            var cut = whole
            cut.setAuthorization { String($0.prefix(count)) }
            let code = cut.refusal()?.code
            #expect(code == .incompleteSignature || code == .invalidSignature, "at \(count)")
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `An authorization with one byte changed is refused`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let whole = try incoming()
        let bytes = Array(try #require(whole.fields["authorization"]).utf8)
        for _ in 0..<200 {
            var changed = bytes
            let index = Int.random(in: 0..<bytes.count, using: &random)
            changed[index] = UInt8.random(in: 0x21...0x7E, using: &random)
            // Names of fields have no case; all else counts.
            guard changed[index] | 0x20 != bytes[index] | 0x20 else { continue }
            var incoming = whole
            incoming.fields.removeAll("authorization")
            try incoming.fields.append(name: "authorization", value: changed[...])
            let text = String(decoding: changed, as: UTF8.self)
            #expect(incoming.refusal() != nil, "\(text)")
        }
    }
}
