package import SmugHTTP
internal import SmugJSON

/// Signs requests to one service in one region with AWS Signature Version 4.
///
/// A signature costs one HMAC and two hashes, one of which reads the body; the signing key is
/// derived once a day. It is a value with a cache in it: give each loop its own.
package struct SignatureV4: Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"
    static let algorithmLine = Array("\(algorithm)\n".utf8)

    /// Fields that proxies or the HTTP client own and may change on the way.
    private static let unsignedNames: [[UInt8]] =
        [
            "accept-encoding", "authorization", "connection", "content-length", "expect",
            "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
        ].map { Array($0.utf8) }

    /// Where its signatures count.
    package let scope: SigningScope
    /// Whether `x-amz-content-sha256` goes with the request, which S3 asks for.
    package let sendsPayloadHash: Bool
    private var keys = SigningKeyCache()

    /// Sends the payload hash for S3 unless told.
    package init(scope: SigningScope, sendsPayloadHash: Bool? = nil) {
        self.scope = scope
        self.sendsPayloadHash = sendsPayloadHash ?? (scope.service == "s3")
    }

    /// Adds `x-amz-date`, `authorization` and, where they apply, `x-amz-security-token` and
    /// `x-amz-content-sha256`.
    ///
    /// Fields of these names that are there already are replaced, so a request may be signed again.
    ///
    /// Path (from its first slash) and query (without the question mark) are encoded as on the
    /// wire. The fields hold `host`, with the port unless it is the scheme's own. AWS refuses a
    /// date more than five minutes from its own.
    ///
    /// - Throws: when region, key or token hold a byte that no field may hold.
    package mutating func sign(
        _ method: HTTPMethod, path: String, query: String = "", fields: inout HTTPFields,
        payload: SignedPayload, with credentials: Credentials, at epochSeconds: Int64
    ) throws(HTTPFieldError) {
        let date = AmazonDate(epochSeconds: epochSeconds)
        let parts = try parts(
            of: &fields, method: method, path: path, query: query, payloadHash: payload.text,
            with: credentials, on: date)
        let signature = Self.signature(
            of: parts.canonical, key: parts.key, scope: scope, date: date)
        try fields.append(
            name: "authorization", value: (parts.authorizationStart + signature)[...])
    }

    /// What a signature is made of, and what stands before it in `authorization`.
    struct Parts {
        let canonical: CanonicalRequest
        let key: [UInt8]
        let authorizationStart: [UInt8]
    }

    /// Adds all fields but `authorization`, which it takes away, and says what to sign.
    mutating func parts(
        of fields: inout HTTPFields, method: HTTPMethod, path: String, query: String,
        payloadHash: [UInt8], with credentials: Credentials, on date: AmazonDate
    ) throws(HTTPFieldError) -> Parts {
        fields.removeAll("authorization")
        try fields.replace(name: "x-amz-date", value: date.timestamp[...])
        if sendsPayloadHash {
            try fields.replace(name: "x-amz-content-sha256", value: payloadHash[...])
        }
        fields.removeAll("x-amz-security-token")
        if let token = credentials.sessionToken {
            try fields.append(name: "x-amz-security-token", value: Array(token.utf8)[...])
        }
        let canonical = CanonicalRequest(
            method: method.rawValue.utf8, path: Array(path.utf8)[...],
            query: Array(query.utf8)[...],
            entries: fields.entries.filter { Self.isSigned(fields.bytes[$0.name]) }, of: fields,
            payloadHash: payloadHash, encodesPathTwice: scope.encodesPathTwice)
        let start = try authorizationStart(
            names: canonical.signedNames, key: credentials.accessKeyID, date: date)
        return Parts(
            canonical: canonical,
            key: keys.key(for: credentials.secretAccessKey, in: scope, on: date),
            authorizationStart: start)
    }

    /// The signature's sixty-four hexadecimal digits.
    static func signature(
        of canonical: CanonicalRequest, key: [UInt8], scope: SigningScope, date: AmazonDate
    ) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(192)
        text += algorithm.utf8
        text.append(UInt8(ascii: "\n"))
        text += date.timestamp
        text.append(UInt8(ascii: "\n"))
        scope.append(on: date, to: &text)
        text.append(UInt8(ascii: "\n"))
        HexadecimalDigits.append(Libcrypto.sha256(canonical.bytes).span, to: &text)
        var signature: [UInt8] = []
        HexadecimalDigits.append(Libcrypto.hmacSHA256(key: key, text).span, to: &signature)
        return signature
    }

    private static func isSigned(_ name: ArraySlice<UInt8>) -> Bool {
        !unsignedNames.contains { $0.count == name.count && $0.elementsEqual(name) }
    }

    /// `authorization` up to the signature.
    ///
    /// - Throws: when key or region hold a byte that no field may hold.
    private func authorizationStart(
        names: [UInt8], key: String, date: AmazonDate
    ) throws(HTTPFieldError) -> [UInt8] {
        var header: [UInt8] = []
        header.reserveCapacity(256)
        header += Self.algorithm.utf8
        header += " Credential=".utf8
        header += key.utf8
        header.append(UInt8(ascii: "/"))
        scope.append(on: date, to: &header)
        header += ", SignedHeaders=".utf8
        header += names
        header += ", Signature=".utf8
        var judged = HTTPFields()
        try judged.append(name: "authorization", value: header[...])
        return header
    }
}
