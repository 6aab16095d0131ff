import SmugHTTP
import Testing

@testable import SmugAWS

/// A request to sign, with what botocore or AWS's suite says of it.
struct SignatureCase: CustomTestStringConvertible, Sendable {
    let name: String
    var method = HTTPMethod.get
    var host = SigningExample.host
    var path = "/"
    var query = ""
    var fields: [(String, String)] = []
    var body = ""
    var token: String?
    var scope = SigningScope(region: "us-east-1", service: "service")
    var signedNames = "host;x-amz-date"
    let signature: String
    var testDescription: String { name }

    func signed() throws -> HTTPFields {
        var fields = HTTPFields([("host", host)] + self.fields)
        var signer = SignatureV4(scope: scope)
        try signer.sign(
            method, path: path, query: query, fields: &fields, payload: .bytes(Array(body.utf8)),
            with: SigningExample.credentials(token: token), at: SigningExample.epochSeconds)
        return fields
    }
}
