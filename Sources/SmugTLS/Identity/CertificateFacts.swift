internal import COpenSSL

/// What those who run a server want to know of its certificate.
package struct CertificateFacts: Hashable, Sendable {
    /// In hexadecimal, as `openssl x509 -serial` prints it.
    package let serial: String
    /// Seconds since 1970.
    package let notBefore: Int
    /// Seconds since 1970.
    package let notAfter: Int
    /// The DNS names that it is for.
    package let names: [String]

    /// Whether it is good at this time.
    package enum Validity: Sendable {
        case notYet
        case good
        case expired
    }

    package func validity(atEpochSeconds now: Int) -> Validity {
        if now < notBefore { return .notYet }
        return now > notAfter ? .expired : .good
    }

    init(_ certificate: OpaquePointer) {
        unsafe notBefore = Self.seconds(X509_get0_notBefore(certificate))
        unsafe notAfter = Self.seconds(X509_get0_notAfter(certificate))
        unsafe serial = Self.serial(certificate)
        unsafe names = Self.names(certificate)
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int {
        let epoch = unsafe ASN1_TIME_set(nil, 0)
        defer { unsafe ASN1_TIME_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return 0 }
        return Int(days) * 86_400 + Int(seconds)
    }

    private static func serial(_ certificate: OpaquePointer) -> String {
        let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil)
        defer { unsafe BN_free(number) }
        guard let digits = unsafe BN_bn2hex(number) else { return "" }
        defer { unsafe CRYPTO_free(digits, nil, 0) }
        return unsafe String(cString: digits)
    }

    private static func names(_ certificate: OpaquePointer) -> [String] {
        guard
            let list = unsafe X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil)
        else { return [] }
        let names = OpaquePointer(list)
        defer { unsafe smug_general_names_free(list) }
        return (0..<(unsafe OPENSSL_sk_num(names))).compactMap { index in
            guard let entry = unsafe OPENSSL_sk_value(names, index) else { return nil }
            let name = unsafe entry.assumingMemoryBound(to: GENERAL_NAME.self)
            guard unsafe name.pointee.type == GEN_DNS, let text = unsafe name.pointee.d.dNSName
            else { return nil }
            let bytes = unsafe UnsafeBufferPointer(
                start: ASN1_STRING_get0_data(text), count: Int(ASN1_STRING_length(text)))
            return unsafe String(decoding: bytes, as: UTF8.self)
        }
    }
}
