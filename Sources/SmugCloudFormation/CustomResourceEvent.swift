internal import SmugEvents
internal import SmugJSON
internal import SmugLambda

/// An event of CloudFormation's, of which more is needed than what the handler's type can read.
struct CustomResourceEvent: Sendable {
    /// Ends the name of what was refused before its handler saw it.
    private static let refusedSuffix = ":never-created"

    private let bytes: [UInt8]
    /// The request with properties of any kind.
    let envelope: CloudFormationRequest<JSONValue>

    /// - Throws: where the event is no JSON object.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        envelope = try Self.decode(from: bytes)
    }

    private static func decode<T: Decodable & SendableMetatype>(from bytes: [UInt8]) throws -> T {
        var decoder = JSONBytesDecoder()
        // What a template says is not the function's to refuse.
        decoder.loneSurrogates = .replace
        return try decoder.decode(T.self, from: bytes)
    }

    /// Whom to answer: a host, and a port where it is not 443.
    var authority: String {
        get throws {
            do {
                // What could be sent now: the address is judged in one place.
                let probe = envelope.failure(reason: "")
                return try CloudFormationUpload(probe, to: envelope.responseURL ?? "").host
            } catch {
                throw CustomResourceError.noAddress("\(error)")
            }
        }
    }

    /// The request as the handler takes it.
    ///
    /// - Throws: a `DecodingError` with the place in the event.
    func request<Properties: Codable & Equatable & Sendable & SendableMetatype>() throws
        -> CloudFormationRequest<Properties>
    {
        do {
            return try Self.decode(from: bytes)
        } catch {
            var lean = envelope
            lean.oldResourceProperties = nil
            // A deletion that fails for what its template says could never succeed.
            if lean.requestType == .delete { lean.resourceProperties = nil }
            let request: CloudFormationRequest<Properties>?
            request = try? Self.decode(from: EventCoding.encode(lean))
            guard let request else { throw error }
            return request
        }
    }

    /// The answer that it was refused before its handler saw it.
    func refusal(_ reason: String) -> CloudFormationResponse {
        var answer = envelope.failure(reason: reason)
        if envelope.requestType == .create { answer.physicalResourceId += Self.refusedSuffix }
        return answer
    }

    /// Whether this takes back a creation that was refused: CloudFormation deletes that too.
    var deletesWhatNeverWas: Bool {
        envelope.requestType == .delete
            && envelope.physicalResourceId?.hasSuffix(Self.refusedSuffix) == true
    }
}
