import SmugHTTP

/// The limits that metrics tell of.
///
/// A new limit is a case here, a number in ``RunningGateway/declareLimits(of:)``, and, where a request is
/// turned away by it, a line in ``GatewayFault/limit``.
enum Limit: Int, CaseIterable {
    case maxInflightRequests
    case maxQueueDepthPerKey
    case maxPendingInvocations
    case maxInflightInvocations
    case maxBatchKeys
    case maxBodyBytes
    case maxInvokePayloadBytes
    case maxStreamBufferBytes
    case maxStreamBufferTotalBytes
    case maxStreamRecordBytes
    case maxConnections
    case maxAdminConnections
    case maxRequestLineBytes
    case maxMethodBytes
    case maxFieldLineBytes
    case maxHeadBytes
    case maxFields
    case maxChunkLineBytes
    case maxTrailerBytes
    case maxProxyLineBytes
    case maxProxyHeaderBytes
    case maxConcurrentStreams
    case maxContinuations
    case maxStreamResets
    case maxOverheadFrames
    case maxUnreadFrames
    case maxTlsHandshakeBytes
    case maxTlsUnaskedBytes

    /// As a label's value: `max_inflight_requests`.
    var name: String {
        "\(self)".reduce(into: "") { name, character in
            name += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}

extension GatewayFault {
    /// The limit that the request met, where it is one.
    var limit: Limit? {
        switch self {
        case .tooManyRequests: .maxInflightRequests
        case .queueFull: .maxQueueDepthPerKey
        case .overloaded: .maxPendingInvocations
        case .tooManyKeys: .maxBatchKeys
        case .bodyTooLarge: .maxBodyBytes
        case .eventTooLarge: .maxInvokePayloadBytes
        case .malformed(let error): error.code.limit
        default: nil
        }
    }
}

extension HTTPParseError.Code {
    fileprivate var limit: Limit? {
        switch self {
        case .requestLineTooLong: .maxRequestLineBytes
        case .methodTooLong: .maxMethodBytes
        case .fieldLineTooLong: .maxFieldLineBytes
        case .headTooLarge: .maxHeadBytes
        case .tooManyFields: .maxFields
        case .chunkLineTooLong: .maxChunkLineBytes
        case .trailersTooLarge: .maxTrailerBytes
        default: nil
        }
    }
}
