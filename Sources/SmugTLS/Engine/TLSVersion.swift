internal import COpenSSL

/// A version of TLS that is spoken.
package enum TLSVersion: String, CaseIterable, Sendable, CustomStringConvertible {
    case tls12 = "TLSv1.2"
    case tls13 = "TLSv1.3"

    package var description: String { rawValue }

    var code: Int32 { self == .tls12 ? TLS1_2_VERSION : TLS1_3_VERSION }
}
