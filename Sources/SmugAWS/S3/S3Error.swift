internal import SmugHTTP

/// Why an object could not be read.
package struct S3Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// The failures that are told apart.
    package enum Code: Sendable {
        case noSuchKey
        case noSuchBucket
        case accessDenied
        /// Keys that S3 does not know, that have expired, or whose signature is wrong.
        case credentialsRefused
        /// No credentials could be had.
        case noCredentials
        /// The bucket is elsewhere: S3 did not say where, or does not serve it there either.
        case wrongRegion
        case throttled
        /// S3 failed, or the way there did: another try may work.
        case unavailable
        case tooLarge
        case notUnderstood
    }

    package let code: Code
    /// One sentence, with the address, without any secret.
    package let message: String
    /// One sentence.
    package let remedy: String

    package var description: String { "\(message)\n    \(remedy)" }

    /// Whether the same request may well succeed in a moment.
    package var isPassing: Bool { code == .throttled || code == .unavailable }
}

extension S3Error {
    /// An answer that is neither the object nor `304`.
    init(_ response: IncomingResponse, for address: S3Address) {
        let body = try? XMLElement(parsing: response.body)
        let name = body?["Code"]?.text ?? ""
        let said = [name, body?["Message"]?.text ?? ""].filter { !$0.isEmpty }
        let code = Self.code(response.status, name)
        let region = code == .wrongRegion ? response.bucketRegion : nil
        let what = region.map { "the bucket of \(address) is in \($0)" } ?? Self.what(code, address)
        let reason = said.isEmpty ? "HTTP \(response.status)" : said.joined(separator: ": ")
        let id = response.fields["x-amz-request-id"].map { ", request \($0)" } ?? ""
        self.init(
            code: code, message: "\(what) (\(reason.printable(maxCount: 300))\(id))",
            remedy: region.map(Self.remedy) ?? Self.remedy(code, address))
    }

    private static func code(_ status: Int, _ name: String) -> Code {
        switch (status, name) {
        case (_, "NoSuchBucket"): .noSuchBucket
        case (_, "NoSuchKey"): .noSuchKey
        case (_, "ExpiredToken"), (_, "InvalidToken"), (_, "InvalidAccessKeyId"),
            (_, "SignatureDoesNotMatch"), (_, "RequestTimeTooSkewed"), (401, _):
            .credentialsRefused
        case (301, _), (307, _), (_, "AuthorizationHeaderMalformed"),
            (_, "IllegalLocationConstraintException"):
            .wrongRegion
        case (429, _), (_, "SlowDown"): .throttled
        case (403, _): .accessDenied
        case (404, _): .noSuchKey
        case (500..., _): .unavailable
        default: .notUnderstood
        }
    }

    private static func what(_ code: Code, _ address: S3Address) -> String {
        switch code {
        case .noSuchKey: "there is no object \(address)"
        case .noSuchBucket: "there is no bucket \(address.bucket)"
        case .accessDenied: "S3 denies access to \(address)"
        case .credentialsRefused: "S3 refuses the credentials for \(address)"
        case .wrongRegion: "the bucket of \(address) is in another region"
        case .throttled: "S3 throttles reads of \(address)"
        default: "cannot read \(address)"
        }
    }

    static func remedy(_ code: Code, _ address: S3Address) -> String {
        switch code {
        case .noSuchKey: "put it there, or correct the key"
        case .noSuchBucket: "correct the bucket, or AWS_ENDPOINT_URL_S3 where it is set"
        case .accessDenied:
            "allow s3:GetObject on it; without s3:ListBucket a missing object is denied too"
        case .credentialsRefused: "renew the credentials, and check the clock of this machine"
        case .noCredentials: "see docs/credentials.md for the places that are looked at"
        case .wrongRegion: "set AWS_REGION to the bucket's region"
        case .throttled, .unavailable: "try again in a moment"
        case .tooLarge: "check that it is the right object"
        case .notUnderstood: "check what answers at the endpoint of S3"
        }
    }

    private static func remedy(region: String) -> String {
        "set AWS_REGION to \(region); where AWS_ENDPOINT_URL_S3 is set, remove it or name an "
            + "endpoint of that region"
    }

    init(_ error: TransportError, for address: S3Address) {
        guard !error.isTooLarge else {
            self.init(
                code: .tooLarge, message: "cannot read \(address): \(error.message)",
                remedy: Self.remedy(.tooLarge, address))
            return
        }
        self.init(
            code: .unavailable, message: "cannot read \(address): \(error.message)",
            remedy: "check the network, and AWS_ENDPOINT_URL_S3 where it is set")
    }

    init(_ error: CredentialsError, for address: S3Address) {
        self.init(
            code: .noCredentials, message: "cannot read \(address): \(error.message)",
            remedy: Self.remedy(.noCredentials, address))
    }
}

extension String {
    /// Words of others for a line of ours: control characters gone, and not longer than this.
    func printable(maxCount: Int) -> String {
        let kept = unicodeScalars.filter { $0.properties.generalCategory != .control }
        let text = String(String.UnicodeScalarView(kept))
        return text.count > maxCount ? text.prefix(maxCount) + "…" : text
    }
}
