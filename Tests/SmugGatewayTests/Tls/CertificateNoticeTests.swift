import SmugTLS
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct CertificateNoticeTests {
    private static let day = 86_400
    typealias Case = Named<Int, String?>

    @Test(arguments: [
        Case("before it", -1, "the certificate is not valid yet: clients will refuse it"),
        Case("at its beginning", 0, nil),
        Case("a week before its end", 23 * day, nil),
        Case("less than a week", 23 * day + 1, "the certificate expires within 7 days"),
        Case("its last second but one", 30 * day - 1, "the certificate expires within a day"),
        Case("after it", 30 * day + 1, "the certificate has expired: clients will refuse it"),
    ])
    func `who runs a gateway hears of a certificate's end before its clients do`(
        case: Case
    ) throws {
        var request = TestCertificate.Request("a.test")
        request.validity = 0..<30 * Self.day
        let made = try TestCertificate(request)
        let facts = try TLSIdentity(certificates: made.certificatePEM, key: made.keyPEM).facts
        let now = Int64(facts.notBefore + `case`.given)
        #expect(CertificateNotice(facts, atEpochSeconds: now).warning == `case`.wanted)
    }
}
