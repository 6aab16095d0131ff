package import SmugLoop

/// What a program needs to speak to AWS: settings out of environment and shared files, credentials
/// that stay good, a way out.
package struct AWSSession: Sendable {
    package let environment: [String: String]
    /// As the files were when the session began.
    package let configuration: SharedConfiguration
    package let credentials: CredentialsSource
    /// What requests are signed by; one for all, for they all come from this machine.
    package let clock: SigningClock
    /// Who vouches for AWS's endpoints.
    package let authorities: CertificateAuthorities
    private let transport: LoopTransport

    /// Where S3 is asked first when nothing names a region: it says where each bucket is.
    private static let regionOfLastResort = "us-east-1"

    /// Begins a session, which ends with `body`; to be called on the loop.
    ///
    /// - Throws: `CredentialsError`, where a shared file cannot be read.
    package static func with<Result>(
        _ files: SharedFiles, on loop: EventLoop,
        report: @escaping @Sendable (CredentialsSource.Event) -> Void = { _ in },
        _ body: (AWSSession) async throws -> Result
    ) async throws -> Result {
        let configuration = try files.load()
        let authorities = try CertificateAuthorities(files, configuration)
        let transport = LoopTransport(on: loop, trusting: authorities)
        defer { transport.close() }
        let clock = SigningClock()
        let context = CredentialsContext(
            files: files, transport: transport,
            run: { command throws(LoopError) in
                try await ChildOutput.of(
                    command, on: loop, timeout: ProcessCredentials.timeout,
                    maxBytes: ProcessCredentials.maxOutputBytes)
            }, clock: { clock.now })
        let credentials = CredentialsSource(.standard(context), on: loop, report: report)
        let outcome = await Self.outcome {
            try await body(
                AWSSession(
                    environment: files.environment, configuration: configuration,
                    credentials: credentials, clock: clock, authorities: authorities,
                    transport: transport))
        }
        await credentials.close()
        return try outcome.get()
    }

    private static func outcome<Result>(
        of body: () async throws -> Result
    ) async -> Swift.Result<Result, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    /// The region that environment or profile name, else the one that this EC2 instance is in.
    package func region() async throws(RegionError) -> String {
        let lookup = RegionLookup(environment: environment, configuration: configuration)
        if let region = try lookup.regionIfAny() { return region }
        let metadata = try? InstanceMetadata(
            environment: environment, profile: configuration, transport: transport)
        guard let region = await metadata?.region() else {
            throw .notFound(profile: configuration.profileName)
        }
        return region
    }

    /// Where a service is.
    package func endpoint(
        of service: AWSService, in region: String
    ) throws(EndpointError) -> EndpointURL {
        try endpoints.endpoint(of: service, in: region)
    }

    /// A client that looks for buckets in this region first, else in the session's.
    package func s3(region: String? = nil) async -> S3Client {
        let own = region == nil ? try? await self.region() : region
        return S3Client(
            region: own ?? Self.regionOfLastResort,
            endpoints: { [endpoints] region throws(EndpointError) in
                try endpoints.s3Endpoint(in: region)
            }, credentials: credentials, transport: transport, clock: clock)
    }

    private var endpoints: EndpointResolver {
        EndpointResolver(environment: environment, configuration: configuration)
    }
}
