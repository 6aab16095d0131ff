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

    /// An answer of these parts; by default 200 without a body.
    public init(
        status: Int = 200, headers: Headers = [:], cookies: [String] = [], body: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.cookies = cookies
        self.body = body
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
}
