package import SmugHTTP

/// Checks the signature of incoming requests, as a service of AWS would.
///
/// It takes the header form only; a signature in the query counts as none.
package struct SignatureVerifier: Sendable {
    /// The credentials behind an access key, or nil when there is no such key.
    package typealias Lookup = @Sendable (_ accessKeyID: String) -> Credentials?

    /// AWS allows five minutes.
    package static let maxSkewSeconds: Int64 = 300

    private let service: String
    private let region: String?
    private let lookup: Lookup
    private var keys = SigningKeyCache()

    /// A region of nil takes whatever region the client signed for.
    package init(service: String, region: String?, lookup: @escaping Lookup) {
        self.service = service
        self.region = region
        self.lookup = lookup
    }

    /// Checks a request.
    ///
    /// Path and query (without the question mark) are as received, still encoded; the payload is
    /// the body that came, or `.unsigned` when it is not to be checked.
    ///
    /// - Returns: the access key that signed the request.
    /// - Throws: what AWS would answer.
    package mutating func verify(
        method: HTTPMethod, path: ArraySlice<UInt8>, query: ArraySlice<UInt8>, fields: HTTPFields,
        payload: SignedPayload, at epochSeconds: Int64
    ) throws(SignatureRefusal) -> String {
        guard let range = fields.first("authorization") else {
            throw SignatureRefusal(.missingAuthenticationToken, "Missing Authentication Token")
        }
        let header = try AuthorizationHeader(fields.bytes[range])
        let date = try Self.date(of: fields)
        let credentials = try credentials(for: header, fields, at: epochSeconds)
        try checkScope(header, date)
        try Self.checkSkew(date, at: epochSeconds)
        let canonical = CanonicalRequest(
            method: method.rawValue.utf8, path: path, query: query,
            entries: try Self.signedEntries(header.signedNames, of: fields), of: fields,
            payloadHash: try Self.payloadHash(payload, fields),
            encodesPathTwice: header.scope.encodesPathTwice)
        let key = keys.key(for: credentials.secretAccessKey, in: header.scope, on: date)
        let expected = SignatureV4.signature(
            of: canonical, key: key, scope: header.scope, date: date)
        guard Libcrypto.isEqual(expected, header.signature) else { throw Self.mismatch }
        return header.accessKeyID
    }

    private static let mismatch = SignatureRefusal(
        .invalidSignature,
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.")

    private static func date(of fields: HTTPFields) throws(SignatureRefusal) -> AmazonDate {
        guard let range = fields.first("x-amz-date") ?? fields.first("date") else {
            throw SignatureRefusal(
                .incompleteSignature,
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                    + " header.")
        }
        guard let date = AmazonDate(timestamp: fields.bytes[range]) else {
            throw SignatureRefusal(
                .incompleteSignature,
                "Date must be in ISO-8601 'basic format'. Got '\(fields.string(range))'.")
        }
        return date
    }

    private func credentials(
        for header: AuthorizationHeader, _ fields: HTTPFields, at epochSeconds: Int64
    ) throws(SignatureRefusal) -> Credentials {
        let sent = fields.first("x-amz-security-token").map { Array(fields.bytes[$0]) }
        guard let known = lookup(header.accessKeyID),
            Libcrypto.isEqual(Array((known.sessionToken ?? "").utf8), sent ?? [])
        else {
            throw SignatureRefusal(
                .unrecognizedClient, "The security token included in the request is invalid.")
        }
        guard !known.isExpired(at: epochSeconds) else {
            throw SignatureRefusal(
                .expiredToken, "The security token included in the request is expired")
        }
        return known
    }

    private func checkScope(
        _ header: AuthorizationHeader, _ date: AmazonDate
    ) throws(SignatureRefusal) {
        var faults: [String] = []
        if let region, header.scope.region != region {
            faults.append(
                "Credential should be scoped to a valid region, not '\(header.scope.region)'.")
        }
        if header.scope.service != service {
            faults.append("Credential should be scoped to correct service: '\(service)'.")
        }
        if !date.day.elementsEqual(header.day.utf8) {
            faults.append(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date"
                    + " from HTTP: '\(header.day)' != '\(String(decoding: date.day, as: UTF8.self))'."
            )
        }
        guard faults.isEmpty else {
            throw SignatureRefusal(.invalidSignature, faults.joined(separator: " "))
        }
    }

    private static func checkSkew(
        _ date: AmazonDate, at epochSeconds: Int64
    ) throws(SignatureRefusal) {
        let now = AmazonDate(epochSeconds: epochSeconds)
        let age = now.epochSeconds - date.epochSeconds
        if age > maxSkewSeconds {
            let earliest = AmazonDate(epochSeconds: now.epochSeconds - maxSkewSeconds)
            throw SignatureRefusal(
                .invalidSignature,
                "Signature expired: \(date) is now earlier than \(earliest) (\(now) - 5 min.)")
        }
        if age < -maxSkewSeconds {
            let latest = AmazonDate(epochSeconds: now.epochSeconds + maxSkewSeconds)
            throw SignatureRefusal(
                .invalidSignature,
                "Signature not yet current: \(date) is still later than \(latest) (\(now) + 5 min.)"
            )
        }
    }

    /// The fields that the client says it signed, each of which must be there.
    private static func signedEntries(
        _ names: [ArraySlice<UInt8>], of fields: HTTPFields
    ) throws(SignatureRefusal) -> [HTTPFields.Entry] {
        guard names.contains(where: { $0.elementsEqual("host".utf8) }) else {
            throw SignatureRefusal(
                .invalidSignature,
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
        }
        let wanted = Set(names)
        let signed = fields.entries.filter { wanted.contains(fields.bytes[$0.name]) }
        let found = Set(signed.map { fields.bytes[$0.name] })
        guard found.count == wanted.count else { throw mismatch }
        return signed
    }

    /// A hash that the client sent stands in the canonical request, and must be the body's.
    private static func payloadHash(
        _ payload: SignedPayload, _ fields: HTTPFields
    ) throws(SignatureRefusal) -> [UInt8] {
        guard let range = fields.first("x-amz-content-sha256") else { return payload.text }
        let claimed = Array(fields.bytes[range])
        if case .unsigned = payload { return claimed }
        guard Libcrypto.isEqual(claimed, payload.text) else { throw mismatch }
        return claimed
    }
}
