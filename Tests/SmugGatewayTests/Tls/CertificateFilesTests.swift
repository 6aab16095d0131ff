import Testing

@testable import SmugGateway

@Suite struct CertificateFilesTests {
    private static func files(_ certificate: String, _ key: String, in name: String) throws
        -> CertificateFiles
    {
        let text = ManifestFixture.top(
            "Tls:\n  CertificateFile: \(certificate)\n  KeyFile: \(key)")
        return CertificateFiles(try #require(try ManifestFixture.parse(text).tls), in: name)
    }

    @Test(arguments: [
        (name: "gateway.yaml", path: "tls.crt"),
        (name: "/etc/smug/gateway.yaml", path: "/etc/smug/tls.crt"),
        (name: "conf/gateway.yaml", path: "conf/tls.crt"),
    ])
    func `relative paths begin beside the manifest`(name: String, path: String) throws {
        #expect(try Self.files("tls.crt", "/k", in: name).paths == [path, "/k"])
    }

    @Test func `a manifest in S3 has nothing beside it`() throws {
        let files = try Self.files("tls.crt", "/no/such/key", in: "s3://b/gateway.yaml")
        #expect(files.paths == ["/no/such/key"])
        let error = #expect(throws: ManifestError.self) { try files.read(mayWait: true) }
        let problems = error?.problems.map { "\($0.location) \($0.path) \($0.message)" }
        #expect(
            problems == [
                "s3://b/gateway.yaml:11:20 Tls.CertificateFile is a relative path in a manifest "
                    + "that is no file",
                "s3://b/gateway.yaml:12:12 Tls.KeyFile names no file: there is no /no/such/key",
            ])
    }
}
