import SmugHTTP
import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct S3ClientTests {
    private static let secret = "never/shown+secret"
    private static let address = S3Address(bucket: "bucket", key: "a b/c.yaml")

    private static func ask(
        _ transport: ScriptedTransport, times: Int = 1, entityTag: String? = nil
    ) throws -> [Result<S3Answer, S3Error>] {
        try TestLoop.run { loop in
            let keys = Credentials(
                accessKeyID: "AKID", secretAccessKey: secret, sessionToken: "token")
            let source = CredentialsSource(CredentialsChain([FixedCredentials(keys)]), on: loop)
            let client = S3Client(
                region: "eu-central-1",
                endpoints: { region throws(EndpointError) in
                    try EndpointResolver(environment: [:], configuration: .empty).s3Endpoint(
                        in: region)
                }, credentials: source, transport: transport,
                clock: SigningClock { 1_440_938_160 })
            let address = try #require(address)
            var answers: [Result<S3Answer, S3Error>] = []
            for _ in 0..<times {
                do throws(S3Error) {
                    answers.append(
                        .success(try await client.object(at: address, ifNoneMatch: entityTag)))
                } catch { answers.append(.failure(error)) }
            }
            await source.close()
            return answers
        }
    }

    private static func error(_ response: IncomingResponse) throws -> S3Error? {
        let transport = ScriptedTransport { _, _ in response }
        guard case .failure(let error)? = try ask(transport).first else { return nil }
        return error
    }

    @Test func `A clock that is wrong is put right by S3's own, and stays so`() throws {
        let transport = ScriptedTransport { request, _ in
            guard request.field("x-amz-date")?.hasPrefix("20150830T1346") == true else {
                return IncomingResponse(
                    403, "<Error><Code>RequestTimeTooSkewed</Code></Error>",
                    [("date", "Sun, 30 Aug 2015 13:46:00 GMT")])
            }
            return IncomingResponse(200, "hello")
        }
        let answers = try Self.ask(transport, times: 2)
        #expect(answers.allSatisfy { if case .success = $0 { true } else { false } })
        let dates = transport.requests.map { $0.field("x-amz-date") }
        #expect(dates == ["20150830T123600Z", "20150830T134600Z", "20150830T134600Z"])
    }

    @Test func `A clock that is right is not asked twice`() throws {
        let transport = ScriptedTransport { _, _ in
            IncomingResponse(
                403, "<Error><Code>SignatureDoesNotMatch</Code></Error>",
                [("date", "Sun, 30 Aug 2015 12:36:01 GMT")])
        }
        _ = try Self.ask(transport)
        #expect(transport.requests.count == 1)
    }

    @Test func `An object comes with its entity tag`() throws {
        let transport = ScriptedTransport { _, _ in
            IncomingResponse(200, "hello", [("etag", "\"abc\""), ("x-amz-version-id", "v1")])
        }
        guard case .success(.object(let object))? = try Self.ask(transport).first else {
            Issue.record("no object")
            return
        }
        #expect(object.bytes == Array("hello".utf8))
        #expect(object.entityTag == "\"abc\"" && object.versionID == "v1")
        let request = transport.requests[0]
        #expect(request.method == .get)
        #expect(
            request.url == "https://bucket.s3.eu-central-1.amazonaws.com/a%20b/c.yaml")
        #expect(request.field("if-none-match") == nil)
        #expect(request.field("x-amz-content-sha256") == Self.emptyHash)
        #expect(request.field("x-amz-security-token") == "token")
        #expect(request.field("authorization")?.contains("/eu-central-1/s3/aws4_request") == true)
    }

    private static let emptyHash =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func `An object that is still the same does not come again`() throws {
        let transport = ScriptedTransport { _, _ in IncomingResponse(304) }
        guard case .success(.notModified)? = try Self.ask(transport, entityTag: "\"abc\"").first
        else {
            Issue.record("an object")
            return
        }
        #expect(transport.requests[0].field("if-none-match") == "\"abc\"")
    }

    struct Failure: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let status: Int
        let name: String
        let code: S3Error.Code

        init(_ status: Int, _ name: String, _ code: S3Error.Code) {
            testDescription = "\(status) \(name)"
            self.status = status
            self.name = name
            self.code = code
        }
    }

    @Test(arguments: [
        Failure(404, "NoSuchKey", .noSuchKey), Failure(404, "NoSuchBucket", .noSuchBucket),
        Failure(404, "", .noSuchKey), Failure(403, "AccessDenied", .accessDenied),
        Failure(403, "", .accessDenied), Failure(403, "InvalidAccessKeyId", .credentialsRefused),
        Failure(403, "SignatureDoesNotMatch", .credentialsRefused),
        Failure(403, "RequestTimeTooSkewed", .credentialsRefused),
        Failure(400, "ExpiredToken", .credentialsRefused),
        Failure(301, "PermanentRedirect", .wrongRegion),
        Failure(400, "IllegalLocationConstraintException", .wrongRegion),
        Failure(503, "SlowDown", .throttled),
        Failure(500, "InternalError", .unavailable), Failure(503, "", .unavailable),
        Failure(400, "InvalidRequest", .notUnderstood), Failure(204, "", .notUnderstood),
    ])
    func `A failure has a name, the address and what to do`(_ item: Failure) throws {
        let body =
            item.name.isEmpty
            ? "not XML" : "<Error><Code>\(item.name)</Code><Message>said\nso</Message></Error>"
        let error = try #require(try Self.error(IncomingResponse(item.status, body)))
        #expect(error.code == item.code)
        #expect(error.message.contains("bucket"))
        #expect(!error.message.contains("\n") && !error.remedy.isEmpty)
        #expect(error.message.contains(item.name.isEmpty ? "HTTP \(item.status)" : "saidso"))
    }

    @Test(arguments: [
        (301, [("x-amz-bucket-region", "us-west-2")], ""),
        (307, [("x-amz-bucket-region", "us-west-2")], ""),
        (
            400, [],
            "<Error><Code>AuthorizationHeaderMalformed</Code><Region>us-west-2</Region></Error>"
        ),
    ])
    func `A bucket is followed into its region, and found there at once the next time`(
        status: Int, fields: [(String, String)], body: String
    ) throws {
        let transport = ScriptedTransport { request, _ in
            request.url.contains("us-west-2")
                ? IncomingResponse(200, "x") : IncomingResponse(status, body, fields)
        }
        let answers = try Self.ask(transport, times: 2)
        #expect(answers.count { if case .success(.object) = $0 { true } else { false } } == 2)
        #expect(
            transport.requests.map { $0.url.contains("us-west-2") } == [false, true, true])
        #expect(
            transport.requests[1].field("authorization")?.contains("/us-west-2/s3/") == true)
    }

    @Test func `A bucket is followed once`() throws {
        let transport = ScriptedTransport { _, number in
            IncomingResponse(301, "", [("x-amz-bucket-region", "us-west-\(number)")])
        }
        let answer = try Self.ask(transport).first
        guard case .failure(let error)? = answer else {
            Issue.record("an object")
            return
        }
        #expect(error.code == .wrongRegion)
        #expect(error.message.contains("is in us-west-2 ("))
        #expect(error.remedy.contains("AWS_REGION to us-west-2;"))
        #expect(transport.requests.count == 2)
    }

    @Test func `An endpoint of another region does not hide where the bucket is`() throws {
        let transport = ScriptedTransport { request, _ in
            let isSignedForOwn =
                request.field("authorization")?.contains("/eu-central-1/s3/") == true
            guard isSignedForOwn else {
                return IncomingResponse(
                    400,
                    "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-central-1</Region>"
                        + "</Error>")
            }
            return IncomingResponse(
                301, "<Error><Code>PermanentRedirect</Code></Error>",
                [("x-amz-bucket-region", "us-west-2")])
        }
        let answer = try Self.ask(transport).first
        guard case .failure(let error)? = answer else {
            Issue.record("an object")
            return
        }
        #expect(error.code == .wrongRegion)
        #expect(error.message.contains("is in us-west-2 (PermanentRedirect"))
        #expect(error.remedy.contains("AWS_ENDPOINT_URL_S3"))
    }

    @Test func `A region that could name another host is not followed`() throws {
        let transport = ScriptedTransport { _, _ in
            IncomingResponse(301, "", [("x-amz-bucket-region", "evil.example/x")])
        }
        guard case .failure(let error)? = try Self.ask(transport).first else { return }
        #expect(error.code == .wrongRegion)
        #expect(transport.requests.count == 1)
    }

    @Test func `A failure that passes is tried again, three times in all`() throws {
        let mended = ScriptedTransport { _, number throws(TransportError) in
            switch number {
            case 1: throw TransportError(.connectFailed, "refused")
            case 2: IncomingResponse(503)
            default: IncomingResponse(200)
            }
        }
        guard case .success(.object)? = try Self.ask(mended).first else {
            Issue.record("no object")
            return
        }
        #expect(mended.waited == [.milliseconds(100), .milliseconds(200)])
        let broken = ScriptedTransport { _, _ in IncomingResponse(500) }
        _ = try Self.ask(broken)
        #expect(broken.requests.count == S3Client.maxAttempts)
        let denied = ScriptedTransport { _, _ in IncomingResponse(403) }
        _ = try Self.ask(denied)
        #expect(denied.requests.count == 1)
    }

    @Test func `An object that is too long is an error of its own`() throws {
        let transport = ScriptedTransport { request, _ throws(TransportError) in
            #expect(request.maxResponseBytes == S3Client.maxObjectBytes)
            throw TransportError(.malformedResponse, "the answer is over", isTooLarge: true)
        }
        guard case .failure(let error)? = try Self.ask(transport).first else { return }
        #expect(error.code == .tooLarge)
    }

    @Test func `Errors hold no secret`() throws {
        let error = try #require(try Self.error(IncomingResponse(403, "<Error/>")))
        var text = ""
        dump(error, to: &text)
        #expect(!text.contains(Self.secret) && !"\(error)".contains(Self.secret))
    }
}
