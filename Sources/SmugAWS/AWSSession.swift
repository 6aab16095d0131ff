package import SmugLoop

/// What a program needs to speak to AWS: settings out of environment and shared files, credentials
/// that stay good, a way out.
package struct AWSSession: Sendable {
    package let environment: [String: String]
    /// As the files were when the session began.
    package let configuration: SharedConfiguration
    package let credentials: CredentialsSource
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
        let transport = LoopTransport(on: loop)
        defer { transport.close() }
        let credentials = CredentialsSource(.standard(files), on: loop, report: report)
        defer { credentials.close() }
        return try await body(
            AWSSession(
                environment: files.environment, configuration: try files.load(),
                credentials: credentials, transport: transport))
    }

    /// The region that environment or profile name.
    package func region() throws(RegionError) -> String {
        try RegionLookup(environment: environment, configuration: configuration).region()
    }

    /// Where a service is.
    package func endpoint(
        of service: AWSService, in region: String
    ) throws(EndpointError) -> EndpointURL {
        try endpoints.endpoint(of: service, in: region)
    }

    /// A client that looks for buckets in this region first, else in the session's.
    package func s3(region: String? = nil) -> S3Client {
        S3Client(
            region: region ?? (try? self.region()) ?? Self.regionOfLastResort,
            endpoints: { [endpoints] region throws(EndpointError) in
                try endpoints.s3Endpoint(in: region)
            }, credentials: credentials, transport: transport)
    }

    private var endpoints: EndpointResolver {
        EndpointResolver(environment: environment, configuration: configuration)
    }
}
