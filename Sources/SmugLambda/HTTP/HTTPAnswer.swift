internal import SmugJSON

/// The answer to an HTTP request.
public struct HTTPAnswer: Sendable {
    /// The status code, 200 to 999.
    public var status: Int

    /// The header fields; cookies stand in ``cookies``.
    public var headers: Headers

    /// The values of `Set-Cookie` fields, one for each cookie.
    public var cookies: [String]

    /// The body; bytes that are no text reach the client unchanged as well.
    public var body: [UInt8]

    /// Writes what comes behind ``body``; `nil` where that is all.
    public var stream: LambdaAnswer.StreamBody?

    /// An answer of these parts; by default 200 without a body.
    public init(
        status: Int = 200, headers: Headers = [:], cookies: [String] = [], body: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.cookies = cookies
        self.body = body
    }

    /// An answer whose body comes in parts, each as it is written.
    ///
    /// Parts reach the client at once where the function answers in a stream; elsewhere they are
    /// collected. What the body throws after its first part breaks the answer off, so that nobody
    /// takes it for whole.
    public static func stream(
        status: Int = 200, headers: Headers = [:], cookies: [String] = [],
        _ body: @escaping LambdaAnswer.StreamBody
    ) -> HTTPAnswer {
        var answer = HTTPAnswer(status: status, headers: headers, cookies: cookies)
        answer.stream = body
        return answer
    }

    /// Plain text.
    public static func text(_ text: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: ["content-type": "text/plain; charset=utf-8"],
            body: Array(text.utf8))
    }

    /// JSON that is written already; nobody checks it.
    public static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(status: status, headers: ["content-type": "application/json"], body: bytes)
    }

    /// A value as JSON.
    ///
    /// - Throws: an `EncodingError` for what JSON cannot say, such as a number that is not finite.
    public static func json(encoding value: some Encodable, status: Int = 200) throws -> HTTPAnswer
    {
        .json(try JSONBytesEncoder().encode(value), status: status)
    }

    /// A JSON object of texts, escaped as it must be; `nil` becomes null.
    public static func json(_ members: KeyValuePairs<String, String?>, status: Int = 200)
        -> HTTPAnswer
    {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in members {
            writer.key(name)
            if let value { writer.string(value) } else { writer.null() }
        }
        writer.endObject()
        return .json(writer.bytes, status: status)
    }

    /// A status without a body.
    public static func status(_ status: Int) -> HTTPAnswer { HTTPAnswer(status: status) }

    /// The answer with all of its stream in its body.
    func collected() async throws -> HTTPAnswer {
        guard let stream else { return self }
        var answer = self
        answer.stream = nil
        answer.body += try await LambdaAnswer.stream(stream).collect()
        return answer
    }
}
