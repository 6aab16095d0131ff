import SmugHTTP
import SmugJSON

/// A request's body in its event: text where it can be, else base 64.
struct EventBody {
    private let bytes: [UInt8]
    private let isText: Bool
    /// About the room that it takes.
    let estimatedCount: Int

    /// A body with a content coding is no text, whatever its bytes look like.
    init(_ bytes: [UInt8], fields: HTTPFields) {
        self.bytes = bytes
        let scan = bytes.isEmpty || !Self.isEncoded(fields) ? TextScan(bytes.span) : nil
        isText = scan?.isText ?? false
        estimatedCount =
            if let scan, scan.isText {
                scan.escapedRoom
            } else {
                Base64.encodedCount(of: bytes.count)
            }
    }

    /// Appends `body`, or `absent` where there is none, and `isBase64Encoded`.
    func append(absent: StaticString, to output: inout OutputSpan<UInt8>) {
        if bytes.isEmpty {
            output.append(absent)
        } else {
            output.append(",\"body\":\"")
            if isText {
                output.append(escaping: bytes)
            } else {
                output.append(base64: bytes.span)
            }
            output.append("\"")
        }
        output.append(isText ? ",\"isBase64Encoded\":false" : ",\"isBase64Encoded\":true")
    }

    private static func isEncoded(_ fields: HTTPFields) -> Bool {
        guard let coding = fields.first("content-encoding") else { return false }
        let value = fields.bytes.span.extracting(coding)
        return !value.isEmpty && !value.holdsIgnoringCase("identity")
    }
}
