/// The parts of an `Authorization` header of Signature Version 4, not yet believed.
struct AuthorizationHeader {
    let accessKeyID: String
    /// `YYYYMMDD` of the credential scope.
    let day: String
    let scope: SigningScope
    /// In lower case and in the header's order.
    let signedNames: [ArraySlice<UInt8>]
    /// As sent; right ones have sixty-four hexadecimal digits.
    let signature: [UInt8]

    init(_ value: ArraySlice<UInt8>) throws(SignatureRefusal) {
        let parameters = try Self.parameters(of: value)
        var missing: [String] = []
        for name in ["Credential", "Signature", "SignedHeaders"] where parameters[name] == nil {
            missing.append("Authorization header requires '\(name)' parameter.")
        }
        guard let credential = parameters["Credential"], let names = parameters["SignedHeaders"],
            let signature = parameters["Signature"]
        else { throw SignatureRefusal(.incompleteSignature, missing.joined(separator: " ")) }

        let parts = String(decoding: credential, as: UTF8.self)
            .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        // An access key may itself hold a slash; the scope never does.
        guard parts.count >= 5, parts[parts.count - 1] == "aws4_request" else {
            throw SignatureRefusal(
                .incompleteSignature,
                "Credential must have 5 parts: key, date, region, service and 'aws4_request'.")
        }
        let scope = parts.suffix(4).map { $0 }
        accessKeyID = parts.dropLast(4).joined(separator: "/")
        day = scope[0]
        self.scope = SigningScope(region: scope[1], service: scope[2])
        signedNames = names.split(separator: UInt8(ascii: ";")).map(Self.lowercased)
        self.signature = Array(signature)
    }

    /// Splits `AWS4-HMAC-SHA256 name=value, name=value`; spaces around commas are optional.
    private static func parameters(
        of value: ArraySlice<UInt8>
    ) throws(SignatureRefusal) -> [String: ArraySlice<UInt8>] {
        let space = UInt8(ascii: " ")
        let algorithmEnd = value.firstIndex(of: space) ?? value.endIndex
        guard value[..<algorithmEnd].elementsEqual(SignatureV4.algorithm.utf8) else {
            throw SignatureRefusal(
                .incompleteSignature,
                "Authorization header requires the algorithm '\(SignatureV4.algorithm)'.")
        }
        var parameters: [String: ArraySlice<UInt8>] = [:]
        for part in value[algorithmEnd...].split(separator: UInt8(ascii: ",")) {
            let trimmed = part.drop { $0 == space }
            guard let equals = trimmed.firstIndex(of: UInt8(ascii: "=")) else {
                throw SignatureRefusal(
                    .incompleteSignature,
                    "The Authorization header holds a part that is not a valid key=value pair.")
            }
            let end = trimmed.lastIndex { $0 != space } ?? equals
            let name = String(decoding: trimmed[..<equals], as: UTF8.self)
            parameters[name] = trimmed[equals...end].dropFirst()
        }
        return parameters
    }

    private static func lowercased(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        name.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }[...]
    }
}
