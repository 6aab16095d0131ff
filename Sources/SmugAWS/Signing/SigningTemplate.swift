internal import SmugHTTP
internal import SmugJSON

/// The head of requests that are alike but for their date and body, written and signed in few steps.
///
/// ``SignatureV4`` takes any request apart and sorts, encodes and joins its parts. Here it has done
/// so once: what is left of a signature is two hashes, one of which reads the body, and an HMAC
/// whose key is prepared. It counts for one day, since the day is part of the key.
final class SigningTemplate {
    /// The canonical request up to the date, and from behind it up to the payload's hash.
    private let canonicalStart: [UInt8]
    private let canonicalEnd: [UInt8]
    /// Scope and line end in the string to sign, behind the date.
    private let scopeLine: [UInt8]
    /// The head up to the date, from behind it up to the signature, and behind that.
    private let headStart: [UInt8]
    private let headMiddle: [UInt8]
    private let day: ArraySlice<UInt8>
    private let key: Libcrypto.KeyedHash

    private static let dateBytes = 16
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
        let parts = try signer.parts(
            of: &request.fields, method: request.method, path: request.path, query: request.query,
            payloadHash: [UInt8](repeating: 0, count: Self.hashBytes), with: credentials, on: date)
        let canonical = parts.canonical.bytes
        let marker = Array("\nx-amz-date:".utf8)
        guard let found = canonical.firstRange(of: marker) else {
            preconditionFailure("a canonical request without its date")
        }
        let dateEnd = found.upperBound + Self.dateBytes
        canonicalStart = Array(canonical[..<found.upperBound])
        canonicalEnd = Array(canonical[dateEnd..<(canonical.count - Self.hashBytes)])
        var scope: [UInt8] = [UInt8(ascii: "\n")]
        signer.scope.append(on: date, to: &scope)
        scope.append(UInt8(ascii: "\n"))
        scopeLine = scope
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
        let (canonicalStart, canonicalEnd, scopeLine) = (canonicalStart, canonicalEnd, scopeLine)
        let (headStart, headMiddle) = (headStart, headMiddle)
        var canonical: [UInt8] = []
        canonical.reserveCapacity(
            canonicalStart.count + Self.dateBytes + canonicalEnd.count + Self.hashBytes)
        canonical.append(canonicalStart.span)
        canonical.append(timestamp.span)
        canonical.append(canonicalEnd.span)
        hash.appendHexadecimal(of: body, to: &canonical)
        var text: [UInt8] = []
        text.reserveCapacity(
            SignatureV4.algorithmLine.count + Self.dateBytes + scopeLine.count + Self.hashBytes)
        text += SignatureV4.algorithmLine
        text.append(timestamp.span)
        text.append(scopeLine.span)
        hash.appendHexadecimal(of: canonical, to: &text)
        var head: [UInt8] = []
        head.reserveCapacity(headStart.count + headMiddle.count + 160)
        head.append(headStart.span)
        head.append(timestamp.span)
        head.append(headMiddle.span)
        key.appendHexadecimal(of: text, to: &head)
        head.append(Self.lengthName)
        DecimalDigits.append(Int64(body.count), to: &head)
        head.append(Self.headEnd)
        return head
    }

    private static let lengthName: StaticString = "\r\ncontent-length: "
    private static let headEnd: StaticString = "\r\n\r\n"
}
