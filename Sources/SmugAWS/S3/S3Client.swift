internal import SmugHTTP
internal import SmugLoop
internal import Synchronization

/// Reads objects out of S3.
///
/// For polls: give the entity tag of the last read and nothing but `304` comes while the object
/// stays as it is. Reads are tried again where S3 or the way there fails for a moment, and
/// follow a bucket into its region once.
package struct S3Client: Sendable {
    package static let maxAttempts = 3
    /// Of an object, unless told.
    package static let maxObjectBytes = 16 * 1024 * 1024
    private static let timeout = Duration.seconds(30)

    /// Makes the endpoint of a region.
    package typealias Endpoints = @Sendable (_ region: String) throws(EndpointError) -> S3Endpoint

    private let region: String
    private let endpoints: Endpoints
    private let credentials: CredentialsSource
    private let transport: any HTTPTransport
    private let clock: SigningClock
    private let learned = LearnedRegions()

    /// - Parameters:
    ///   - region: where buckets are looked for first.
    ///   - clock: learns from refusals.
    package init(
        region: String, endpoints: @escaping Endpoints, credentials: CredentialsSource,
        transport: any HTTPTransport,
        clock: SigningClock = SigningClock()
    ) {
        self.region = region
        self.endpoints = endpoints
        self.credentials = credentials
        self.transport = transport
        self.clock = clock
    }

    /// Reads an object whole, unless it still has this entity tag.
    package func object(
        at address: S3Address, ifNoneMatch entityTag: String? = nil,
        maxBytes: Int = maxObjectBytes
    ) async throws(S3Error) -> S3Answer {
        let first = learned.region(of: address.bucket) ?? region
        let response = try await ask(address, entityTag, in: first, maxBytes)
        guard let other = response.bucketRegion, other != first else {
            return try answer(response, address)
        }
        let second = try await ask(address, entityTag, in: other, maxBytes)
        if second.status < 300 || second.status == 304 {
            learned.learn(other, of: address.bucket)
        }
        // An endpoint that serves one region sends whoever it has sent away back to its own.
        return try answer(second.bucketRegion == first ? response : second, address)
    }

    private func ask(
        _ address: S3Address, _ entityTag: String?, in region: String, _ maxBytes: Int
    ) async throws(S3Error) -> IncomingResponse {
        let credentials: Credentials
        do throws(CredentialsError) {
            credentials = try await self.credentials.current()
        } catch {
            throw S3Error(error, for: address)
        }
        let signedAt = clock.now
        var response = try await send(
            try signed(address, entityTag, in: region, with: credentials), address, maxBytes)
        if Self.isRefusal(response),
            clock.corrects(
                signedAt: signedAt,
                refusal: (try? XMLElement(parsing: response.body))?["Code"]?.text,
                date: response.fields["date"])
        {
            response = try await send(
                try signed(address, entityTag, in: region, with: credentials), address, maxBytes)
        }
        if Self.isRefusal(response), S3Error(response, for: address).code == .credentialsRefused {
            self.credentials.rejected(credentials)
        }
        return response
    }

    private static func isRefusal(_ response: IncomingResponse) -> Bool {
        [400, 401, 403].contains(response.status)
    }

    private func send(
        _ request: AWSRequest, _ address: S3Address, _ maxBytes: Int
    ) async throws(S3Error) -> IncomingResponse {
        do throws(TransportError) {
            return try await transport.perform(
                OutgoingRequest(request, timeout: Self.timeout, maxResponseBytes: maxBytes),
                maxAttempts: Self.maxAttempts)
        } catch {
            throw S3Error(error, for: address)
        }
    }

    private func signed(
        _ address: S3Address, _ entityTag: String?, in region: String,
        with credentials: Credentials
    ) throws(S3Error) -> AWSRequest {
        do {
            let (endpoint, path) = try endpoints(region).place(of: address)
            var request = try AWSRequest(.get, to: endpoint, path: path)
            if let entityTag { try request.fields.append("if-none-match", entityTag) }
            var signer = SignatureV4(scope: SigningScope(region: region, service: "s3"))
            try signer.sign(&request, with: credentials, at: clock.now)
            return request
        } catch {
            throw S3Error(
                code: .notUnderstood, message: "cannot ask for \(address): \(error)",
                remedy: "correct what it names")
        }
    }

    private func answer(
        _ response: IncomingResponse, _ address: S3Address
    ) throws(S3Error) -> S3Answer {
        switch response.status {
        case 200:
            return .object(
                S3Object(
                    bytes: response.body, entityTag: response.fields["etag"],
                    versionID: response.fields["x-amz-version-id"]))
        case 304: return .notModified
        default: throw S3Error(response, for: address)
        }
    }
}

/// Where buckets were found that are not in the client's region.
private final class LearnedRegions: Sendable {
    private static let maxBuckets = 64
    private let regions = Mutex<[String: String]>([:])

    func region(of bucket: String) -> String? { regions.withLock { $0[bucket] } }

    func learn(_ region: String, of bucket: String) {
        regions.withLock { regions in
            if regions.count >= Self.maxBuckets, regions[bucket] == nil { regions.removeAll() }
            regions[bucket] = region
        }
    }
}
