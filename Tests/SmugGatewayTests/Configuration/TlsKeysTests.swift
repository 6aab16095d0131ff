import SmugTLS
import Testing

@testable import SmugGateway

@Suite struct TlsKeysTests {
    typealias Case = Named<String, [String]>

    @Test func `what is not said has its default`() throws {
        #expect(try ManifestFixture.parse(ManifestFixture.minimal).tls == nil)
        let text = ManifestFixture.top("Tls:\n  CertificateFile: a.crt\n  KeyFile: /k/a.key")
        let tls = try #require(try ManifestFixture.parse(text).tls)
        #expect(tls.certificate.text == "a.crt")
        #expect(tls.key.text == "/k/a.key")
        #expect(tls.serverSettings == TLSServerSettings())
    }

    @Test func `what is said holds`() throws {
        let text = ManifestFixture.top(
            """
            Tls:
              CertificateFile: a.crt
              KeyFile: a.key
              MinVersion: TLSv1.3
              HandshakeTimeoutMs: 250
            """)
        let settings = try #require(try ManifestFixture.parse(text).tls).serverSettings
        #expect(settings.minVersion == .tls13)
        #expect(settings.handshakeTimeout == .milliseconds(250))
    }

    @Test(arguments: [
        Case("a number", "Tls: 5", ["10:6 Tls is the number 5, not a mapping"]),
        Case(
            "nothing of it", "Tls: {}",
            ["10:1 Tls.CertificateFile is missing", "10:1 Tls.KeyFile is missing"]),
        Case(
            "empty names", "Tls: { CertificateFile: '', KeyFile: \"a\\0b\" }",
            [
                "10:25 Tls.CertificateFile is empty",
                "10:38 Tls.KeyFile holds a NUL character",
            ]),
        Case(
            "a version that is not spoken",
            "Tls: { CertificateFile: a, KeyFile: b, MinVersion: TLSv1.1 }",
            ["10:52 Tls.MinVersion is \"TLSv1.1\", not `TLSv1.2` or `TLSv1.3`"]),
        Case(
            "no time", "Tls: { CertificateFile: a, KeyFile: b, HandshakeTimeoutMs: 0 }",
            ["10:60 Tls.HandshakeTimeoutMs is 0, less than 1"]),
        Case(
            "another key", "Tls: { CertificateFile: a, KeyFile: b, Ciphers: c }",
            ["10:40 Tls.Ciphers is not a known key"]),
    ])
    func `what is wrong is told at its place`(case: Case) {
        #expect(ManifestFixture.problems(ManifestFixture.top(`case`.given)) == `case`.wanted)
    }

    @Test func `turning it on or off needs a start, other files do not`() throws {
        let plain = try ManifestFixture.parse(ManifestFixture.minimal)
        let one = try ManifestFixture.parse(
            ManifestFixture.top("Tls: { CertificateFile: a, KeyFile: b }"))
        let other = try ManifestFixture.parse(
            ManifestFixture.top("Tls: { CertificateFile: c, KeyFile: d }"))
        #expect(plain.keysForRestart(since: one) == ["Tls"])
        #expect(one.keysForRestart(since: plain) == ["Tls"])
        #expect(one.keysForRestart(since: other).isEmpty)
    }
}
