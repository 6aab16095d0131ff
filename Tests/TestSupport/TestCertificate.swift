internal import COpenSSL

/// Certificates that a test makes for itself, with keys on P-256.
package final class TestCertificate {
    package struct Failed: Error {
        let call: String
    }

    /// What is on the certificate.
    package struct Request: Sendable {
        package var names: [String]
        package var addresses: [String] = []
        package var isAuthority = false
        /// From now on, in seconds.
        package var validity = -60..<3600
        package var serial = 1

        package init(_ names: String...) {
            self.names = names
        }
    }

    private let certificate: OpaquePointer
    private let key: OpaquePointer

    /// - Parameter issuer: who signs it; without one it signs itself.
    package init(_ request: Request, by issuer: TestCertificate? = nil) throws {
        key = try Self.made("EVP_EC_gen", generatedKey())
        certificate = try Self.made("X509_new", X509_new())
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), request.serial)
        X509_gmtime_adj(X509_getm_notBefore(certificate), request.validity.lowerBound)
        X509_gmtime_adj(X509_getm_notAfter(certificate), request.validity.upperBound)
        let subject = X509_get_subject_name(certificate)
        let name = request.names.first ?? "nobody"
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0)
        let signer = issuer?.certificate ?? certificate
        X509_set_issuer_name(certificate, X509_get_subject_name(signer))
        X509_set_pubkey(certificate, key)
        let alternatives =
            request.names.map { "DNS:\($0)" } + request.addresses.map { "IP:\($0)" }
        try extend(NID_basic_constraints, request.isAuthority ? "critical,CA:TRUE" : "CA:FALSE")
        if !alternatives.isEmpty {
            try extend(NID_subject_alt_name, alternatives.joined(separator: ","))
        }
        guard X509_sign(certificate, issuer?.key ?? key, EVP_sha256()) > 0 else {
            throw Failed(call: "X509_sign")
        }
    }

    deinit {
        X509_free(certificate)
        EVP_PKEY_free(key)
    }

    /// A certificate of its own authority for some names.
    package static func selfSigned(_ names: String...) throws -> TestCertificate {
        var request = Request()
        request.names = names
        return try TestCertificate(request)
    }

    private static func made(_ call: String, _ object: OpaquePointer?) throws -> OpaquePointer {
        guard let object else { throw Failed(call: call) }
        return object
    }

    private func extend(_ kind: Int32, _ value: String) throws {
        let made = X509V3_EXT_conf_nid(nil, nil, kind, value)
        defer { X509_EXTENSION_free(made) }
        guard made != nil, X509_add_ext(certificate, made, -1) == 1 else {
            throw Failed(call: "X509V3_EXT_conf_nid \(value)")
        }
    }

    // MARK: - PEM

    package var certificatePEM: [UInt8] {
        Self.written { PEM_write_bio_X509($0, certificate) }
    }

    package var keyPEM: [UInt8] {
        Self.written { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    /// The key under a password.
    package var encryptedKeyPEM: [UInt8] {
        var password = Array("secret".utf8)
        return Self.written {
            PEM_write_bio_PrivateKey(
                $0, key, EVP_aes_256_cbc(), &password, Int32(password.count), nil, nil)
        }
    }

    private static func written(_ write: (OpaquePointer?) -> Int32) -> [UInt8] {
        let bio = BIO_new(BIO_s_mem())
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        return Array(bytes.prefix(Int(max(count, 0))))
    }
}

/// A key on P-256; `EVP_EC_gen` is a macro.
private func generatedKey() -> OpaquePointer? {
    let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1,
        EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
        EVP_PKEY_generate(context, &key) == 1
    else { return nil }
    return key
}
