import Glibc
import SmugLoop
import SmugTLS
import TestSupport
import Testing

@testable import SmugCloudFormation

@Suite struct TrustStoreTests {
    /// A file that is gone with the test.
    private static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = "/tmp/smug-authorities-\(UInt64.random(in: 0 ... .max)).pem"
        try LocalFile.write(bytes, to: path)
        defer { unlink(path) }
        try body(path)
    }

    @Test func `a variable names whom a function trusts, AWS's own before OpenSSL's`() throws {
        let pem = try TestCertificate.selfSigned("a.test").certificatePEM
        try Self.withFile(pem) { path in
            for environment in [
                ["AWS_CA_BUNDLE": path, "SSL_CERT_FILE": "/nowhere"], ["SSL_CERT_FILE": path],
                ["AWS_CA_BUNDLE": "", "SSL_CERT_FILE": path, "SSL_CERT_DIR": "/nowhere"],
            ] {
                let trust = try TrustStore.trust(environment)
                #expect(trust == .authorities(pem))
            }
        }
    }

    @Test func `folders are OpenSSL's to read`() throws {
        #expect(try TrustStore.trust(["SSL_CERT_DIR": "/etc"]) == .system)
    }

    @Test(arguments: ["AWS_CA_BUNDLE", "SSL_CERT_FILE"])
    func `a file that is of no use is an error that names it`(variable: String) throws {
        try Self.withFile(Array("no certificate".utf8)) { path in
            for (file, reason) in [
                (path, "holds no certificates in PEM"), ("/nowhere.pem", "is not there"),
                ("/tmp", "cannot be read: "),
            ] {
                let error = #expect(throws: CustomResourceError.self) {
                    try TrustStore.trust([variable: file])
                }
                let start = "\(file), which \(variable) names, \(reason)"
                #expect(error?.description.hasPrefix(start) == true, "\(error as Any)")
            }
        }
    }

    @Test func `without variables the system's authorities count, which this machine has`() throws {
        guard case .authorities(let bytes) = try TrustStore.trust([:]) else {
            Issue.record("OpenSSL is asked")
            return
        }
        #expect(TLSTrust.authorities(bytes).isUsable)
    }
}
