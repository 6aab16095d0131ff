internal import COpenSSL

/// Why a TLS connection could not be made, or broke.
package struct TLSFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What distinguishes them to those who run a program; the names are labels of a metric.
    package enum Reason: String, CaseIterable, Sendable {
        /// The peer closed the connection, or it broke, before the handshake was done.
        case closed
        /// The handshake took too long.
        case timeout
        /// More bytes than a handshake needs.
        case tooLarge = "too_large"
        /// What came is not TLS, such as HTTP in clear text.
        case notTLS = "not_tls"
        /// No version that both ends speak.
        case version
        /// No cipher, curve or signature that both ends have.
        case cipher
        /// The client asked for application protocols of which none is served.
        case applicationProtocol = "application_protocol"
        /// The certificate of the other end is not to be trusted.
        case untrusted
        /// The other end does not trust the certificate of this one.
        case certificateRefused = "certificate_refused"
        /// The other end gave up with another alert.
        case alert
        /// Anything else that breaks the rules of TLS.
        case malformed
    }

    package let reason: Reason
    /// One line for a log.
    package let message: String
    /// Whether it is a request of HTTP that came in clear text.
    let isPlainHTTP: Bool

    package var description: String { message }

    package init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
        isPlainHTTP = false
    }

    /// From a call of OpenSSL that failed.
    init(_ failure: OpenSSLFailure) {
        let isOfSSL = failure.library == ERR_LIB_SSL
        reason = isOfSSL ? Reason(failure.reason) : .malformed
        isPlainHTTP = isOfSSL && failure.reason == SSL_R_HTTP_REQUEST
        message = failure.text
    }
}

extension TLSFault.Reason {
    /// - Parameter code: one of `ERR_LIB_SSL`.
    fileprivate init(_ code: Int32) {
        switch code {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_WRONG_VERSION_NUMBER:
            self = .notTLS
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_PROTOCOLS_AVAILABLE,
            SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, SSL_R_INAPPROPRIATE_FALLBACK:
            self = .version
        case SSL_R_NO_SHARED_CIPHER, SSL_R_NO_SUITABLE_KEY_SHARE, SSL_R_NO_SHARED_GROUPS,
            SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
            self = .cipher
        case SSL_R_NO_APPLICATION_PROTOCOL: self = .applicationProtocol
        case SSL_R_CERTIFICATE_VERIFY_FAILED: self = .untrusted
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE...SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN,
            SSL_R_TLSV1_ALERT_UNKNOWN_CA:
            self = .certificateRefused
        case Self.firstAlert...: self = .alert
        default: self = .malformed
        }
    }

    /// Where OpenSSL counts alerts of the peer from.
    private static var firstAlert: Int32 { SSL_AD_REASON_OFFSET }
}
