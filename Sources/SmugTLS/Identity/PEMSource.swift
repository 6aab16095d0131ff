internal import COpenSSL

/// The text of a file as OpenSSL's PEM functions read it, one object after the other.
@safe struct PEMSource: ~Copyable {
    @safe enum Item {
        case object(OpaquePointer)
        /// No further object of any kind.
        case end
        case failed(OpenSSLFailure)
    }

    private let bio: OpaquePointer?

    /// Reads from `bytes` while `body` runs.
    static func with<Result>(
        _ bytes: [UInt8], _ body: (borrowing PEMSource) -> Result
    ) -> Result {
        unsafe bytes.withUnsafeBytes { bytes in
            OpenSSLFailure.forgetOthers()
            defer { ERR_clear_error() }
            return unsafe body(PEMSource(bytes))
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        unsafe bio = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
    }

    deinit {
        unsafe BIO_free(bio)
    }

    /// The next certificate; whoever takes it frees it.
    func certificate() -> Item {
        unsafe item(PEM_read_bio_X509(bio, nil, withoutPassword, nil))
    }

    /// The next private key; whoever takes it frees it.
    func privateKey() -> Item {
        unsafe item(PEM_read_bio_PrivateKey(bio, nil, withoutPassword, nil))
    }

    private func item(_ object: OpaquePointer?) -> Item {
        if let object = unsafe object { return unsafe .object(object) }
        let failure = OpenSSLFailure()
        let isEnd =
            failure.library == ERR_LIB_PEM && failure.reason == PEM_R_NO_START_LINE
            // What keys are read with says no more than that there is none.
            || failure.library == ERR_LIB_OSSL_DECODER
        return isEnd ? .end : .failed(failure)
    }
}

/// Gives no password; without an answer OpenSSL asks at the terminal.
private func withoutPassword(
    _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32, _: UnsafeMutableRawPointer?
) -> Int32 { -1 }
