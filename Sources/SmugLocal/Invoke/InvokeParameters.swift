internal import SmugHTTP
internal import SmugJSON
internal import SmugProtocol

/// What the fields of an Invoke request say.
struct InvokeParameters: Hashable {
    enum Kind: String, CaseIterable {
        case requestResponse = "RequestResponse"
        case event = "Event"
        case dryRun = "DryRun"

        /// How large a payload may be.
        var maxPayloadBytes: Int { self == .event ? 1_048_576 : 6_291_456 }
    }

    /// AWS's limit on a client context, in bytes before base 64.
    static let maxClientContextBytes = 3_583

    let kind: Kind
    let wantsLogTail: Bool
    /// JSON in one line.
    let clientContext: [UInt8]?
    let tenantID: [UInt8]?

    init(_ fields: HTTPFields) throws(InvokeError) {
        kind = try Self.kind(fields)
        wantsLogTail = try Self.wantsLogTail(fields)
        clientContext = try Self.clientContext(fields)
        tenantID = fields.first("x-amz-tenant-id").map { Array(fields.bytes[$0]) }
    }

    private static func kind(_ fields: HTTPFields) throws(InvokeError) -> Kind {
        guard let range = fields.first("x-amz-invocation-type"), !range.isEmpty else {
            return .requestResponse
        }
        if fields.bytes.matches("RequestResponse", at: range) { return .requestResponse }
        guard let kind = Kind(rawValue: fields.string(range)) else {
            throw .invalidParameter(
                "Invocation type '\(fields.string(range))' is none of RequestResponse, Event and"
                    + " DryRun.")
        }
        return kind
    }

    private static func wantsLogTail(_ fields: HTTPFields) throws(InvokeError) -> Bool {
        guard let range = fields.first("x-amz-log-type"), !range.isEmpty else { return false }
        if fields.bytes.matches("Tail", at: range) { return true }
        if fields.bytes.matches("None", at: range) { return false }
        throw .invalidParameter(
            "Log type '\(fields.string(range))' is neither None nor Tail.")
    }

    /// Read and written again, so that it is one line whatever came in.
    private static func clientContext(_ fields: HTTPFields) throws(InvokeError) -> [UInt8]? {
        guard let range = fields.first("x-amz-client-context"), !range.isEmpty else { return nil }
        guard let json = Base64.decode(fields.bytes[range].span),
            let value = try? JSONValue(parsing: json, loneSurrogates: .replace),
            value.object != nil
        else {
            throw .invalidContent("Client context must be a valid Base64-encoded JSON object.")
        }
        guard json.count <= maxClientContextBytes else {
            throw .invalidContent(
                "Client context must be no more than \(maxClientContextBytes) bytes.")
        }
        return value.serialized()
    }
}
