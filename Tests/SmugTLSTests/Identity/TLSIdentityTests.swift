import TestSupport
import Testing

@testable import SmugTLS

@Suite struct TLSIdentityTests {
    private static func error(_ certificates: [UInt8], _ key: [UInt8]) -> TLSIdentityError? {
        do throws(TLSIdentityError) {
            _ = try TLSIdentity(certificates: certificates, key: key)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a certificate with its chain and key tells its facts`() throws {
        let authority = try TLSStage.authority()
        var request = TestCertificate.Request("a.test", "b.test")
        request.serial = 0x1F2E
        request.validity = 0..<1000
        let own = try TestCertificate(request, by: authority)
        let identity = try TLSIdentity(
            certificates: own.certificatePEM + authority.certificatePEM, key: own.keyPEM)
        #expect(identity.facts.names == ["a.test", "b.test"])
        #expect(identity.facts.serial == "1F2E")
        #expect(identity.facts.notAfter - identity.facts.notBefore == 1000)
        let begin = identity.facts.notBefore
        #expect(identity.facts.validity(atEpochSeconds: begin - 1) == .notYet)
        #expect(identity.facts.validity(atEpochSeconds: begin) == .good)
        #expect(identity.facts.validity(atEpochSeconds: begin + 1000) == .good)
        #expect(identity.facts.validity(atEpochSeconds: begin + 1001) == .expired)
    }

    @Test func `what is wrong with either file is said of that file`() throws {
        let own = try TestCertificate.selfSigned("a.test")
        let other = try TestCertificate.selfSigned("a.test")
        let (certificate, key) = (own.certificatePEM, own.keyPEM)
        let text = String(decoding: certificate, as: UTF8.self)
        let damaged = Array(text.replacing("MII", with: "!!!").utf8)
        let tooMany = Array(repeating: certificate, count: TLSIdentity.maxChainLength + 1)
        let cases: [(String, [UInt8], [UInt8], TLSIdentityError.File, String)] = [
            ("no certificate", [], key, .certificate, "holds no certificate in PEM"),
            ("a key in its place", key, key, .certificate, "holds no certificate in PEM"),
            ("damaged", damaged, key, .certificate, "certificate, its number 1"),
            ("damaged second", certificate + damaged, key, .certificate, "its number 2"),
            ("too many", tooMany.flatMap(\.self), key, .certificate, "more than 16"),
            ("no key", certificate, [], .key, "holds no private key in PEM"),
            ("a certificate in its place", certificate, certificate, .key, "no private key"),
            ("another's", certificate, other.keyPEM, .key, "another key than that of"),
            ("with a password", certificate, own.encryptedKeyPEM, .key, "with a password"),
        ]
        for (name, certificates, key, file, message) in cases {
            let error = try #require(Self.error(certificates, key), "\(name)")
            #expect(error.file == file, "\(name)")
            #expect(error.message.contains(message), "\(name): \(error.message)")
            #expect(!error.remedy.isEmpty, "\(name)")
        }
        #expect(Self.error(tooMany.dropLast().flatMap(\.self), key) == nil)
    }

    @Test func `every beginning of a file is read or refused`() throws {
        let own = try TestCertificate.selfSigned("a.test")
        for end in stride(from: 0, to: own.certificatePEM.count, by: 7) {
            #expect(Self.error(Array(own.certificatePEM[..<end]), own.keyPEM) != nil || end > 400)
        }
        for end in stride(from: 0, to: own.keyPEM.count - 30, by: 7) {
            #expect(Self.error(own.certificatePEM, Array(own.keyPEM[..<end])) != nil)
        }
    }
}
