internal import SmugAWS
internal import SmugHTTP
internal import SmugLoop
internal import Synchronization

/// Lets those requests in that one pair of credentials has signed.
///
/// All loops share it, and with it the signing key of the day.
final class SignatureCheck: Sendable {
    private let verifier: Mutex<SignatureVerifier>

    init(_ credentials: Credentials, region: String) {
        verifier = Mutex(
            SignatureVerifier(service: "lambda", region: region) { key in
                key == credentials.accessKeyID ? credentials : nil
            })
    }

    func verify(_ head: HTTPRequestHead, _ payload: [UInt8]) throws(InvokeError) {
        let bytes = head.fields.bytes
        do throws(SignatureRefusal) {
            try verifier.withLock { verifier throws(SignatureRefusal) in
                _ = try verifier.verify(
                    method: head.method, path: bytes[head.path],
                    query: head.query.map { bytes[$0] } ?? [], fields: head.fields,
                    payload: .bytes(payload), at: EventLoop.wallClockMilliseconds / 1000)
            }
        } catch {
            throw .refused(error)
        }
    }
}
