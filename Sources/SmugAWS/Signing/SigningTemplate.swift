internal import SmugHTTP
internal import SmugJSON

/// The head of requests that are alike but for their date and body, written and signed in few steps.
///
/// ``SignatureV4`` takes any request apart and sorts, encodes and joins its parts. Here it has done
/// so once: what is left of a signature is two hashes, one of which reads the body, and an HMAC
/// whose key is prepared. It counts for one day, since the day is part of the key. For one thread
/// at a time.
final class SigningTemplate {
    /// Both are kept: a request writes its date into them, and the hash with which they end.
    private var canonical: [UInt8]
    private var stringToSign: [UInt8]
    /// Where their dates begin.
    private let canonicalDateStart: Int
    private let stringToSignDateStart: Int
    /// The head up to the date, from behind it up to the signature, and behind that.
    private let headStart: [UInt8]
    private let headMiddle: [UInt8]
    private let day: ArraySlice<UInt8>
    private let key: Libcrypto.KeyedHash

    private static let hashBytes = 64

    /// Takes a request with any body; its own is not looked at.
    ///
    /// The request is a POST to a service that takes no `x-amz-content-sha256`.
    ///
    /// - Throws: when region, key or token hold a byte that no field may hold.
    init(
        _ request: AWSRequest, _ signer: inout SignatureV4, with credentials: Credentials,
        on date: AmazonDate
    ) throws(HTTPFieldError) {
        var request = request
        let noHash = [UInt8](repeating: 0, count: Self.hashBytes)
        let parts = try signer.parts(
            of: &request.fields, method: request.method, path: request.path, query: request.query,
            payloadHash: noHash, with: credentials, on: date)
        canonical = parts.canonical.bytes
        guard let found = canonical.firstRange(of: Array("\nx-amz-date:".utf8)) else {
            preconditionFailure("a canonical request without its date")
        }
        canonicalDateStart = found.upperBound
        stringToSignDateStart = SignatureV4.algorithmLine.count
        stringToSign = SignatureV4.algorithmLine + date.timestamp
        stringToSign.append(UInt8(ascii: "\n"))
        signer.scope.append(on: date, to: &stringToSign)
        stringToSign.append(UInt8(ascii: "\n"))
        stringToSign += noHash
        day = date.day
        key = Libcrypto.KeyedHash(key: parts.key)
        request.fields.removeAll("x-amz-date")
        headStart = request.head() + Array("x-amz-date: ".utf8)
        headMiddle = Array("\r\nauthorization: ".utf8) + parts.authorizationStart
    }

    /// Whether it still signs.
    func counts(on date: AmazonDate) -> Bool { day == date.day }

    /// A whole head, for this body at this date, which must be of the template's day.
    func head(for body: [UInt8], at date: AmazonDate, hash: Libcrypto.Hash) -> [UInt8] {
        let timestamp = date.timestamp
        Self.write(timestamp.span, to: &canonical, at: canonicalDateStart)
        Self.write(hash.digits(of: body).span, to: &canonical, at: canonical.count - Self.hashBytes)
        Self.write(timestamp.span, to: &stringToSign, at: stringToSignDateStart)
        Self.write(
            hash.digits(of: canonical).span, to: &stringToSign,
            at: stringToSign.count - Self.hashBytes)
        let (headStart, headMiddle) = (headStart, headMiddle)
        var head: [UInt8] = []
        head.reserveCapacity(headStart.count + headMiddle.count + 160)
        head.append(headStart.span)
        head.append(timestamp.span)
        head.append(headMiddle.span)
        head.append(key.digits(of: stringToSign).span)
        head.append(Self.lengthName)
        DecimalDigits.append(Int64(body.count), to: &head)
        head.append(Self.headEnd)
        return head
    }

    private static func write(_ part: Span<UInt8>, to text: inout [UInt8], at start: Int) {
        let end = start + part.count
        precondition(start >= 0 && end <= text.count, "a part that has no place in its text")
        unsafe text.withUnsafeMutableBytes { text in
            unsafe part.withUnsafeBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: text[start..<end]).copyMemory(
                    from: $0)
            }
        }
    }

    private static let lengthName: StaticString = "\r\ncontent-length: "
    private static let headEnd: StaticString = "\r\n\r\n"
}
