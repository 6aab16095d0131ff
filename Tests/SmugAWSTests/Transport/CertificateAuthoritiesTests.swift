import TestSupport
import Testing

@testable import SmugAWS

@Suite struct CertificateAuthoritiesTests {
    private static func found(_ variables: [String: String], profile: String = "") throws
        -> CertificateAuthorities
    {
        let authority = try TestCertificate.selfSigned("authority.test").certificatePEM
        let read: SharedFiles.Reader = { path in
            switch path {
            case "/ca.pem", "/other.pem": authority
            case "/text": Array("no certificate".utf8)
            case "~/.aws/config": Array("[default]\n\(profile)\n".utf8)
            default: nil
            }
        }
        let files = SharedFiles(environment: variables, read: read) { _, _ in }
        return try CertificateAuthorities(files, files.load())
    }

    @Test(
        arguments: [
            (variables: [:], profile: "", path: nil),
            (variables: ["AWS_CA_BUNDLE": ""], profile: "", path: nil),
            (variables: ["AWS_CA_BUNDLE": "/ca.pem"], profile: "", path: "/ca.pem"),
            (variables: [:], profile: "ca_bundle = /other.pem", path: "/other.pem"),
            (
                variables: ["AWS_CA_BUNDLE": "/ca.pem"], profile: "ca_bundle = /other.pem",
                path: "/ca.pem"
            ),
        ] as [(variables: [String: String], profile: String, path: String?)])
    func `the variable comes before the profile`(
        variables: [String: String], profile: String, path: String?
    ) throws {
        #expect(try Self.found(variables, profile: profile).path == path)
    }

    @Test(arguments: [
        (
            variables: ["AWS_CA_BUNDLE": "/none"],
            says: "there is no file /none, which AWS_CA_BUNDLE"
        ),
        (variables: ["AWS_CA_BUNDLE": "/text"], says: "/text, which AWS_CA_BUNDLE names, holds no"),
    ])
    func `a file that is none is an error that names it`(variables: [String: String], says: String)
    {
        let error = #expect(throws: CredentialsError.self) { try Self.found(variables) }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }
}
