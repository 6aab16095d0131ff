/// Why a message was refused.
///
/// After it the connection holds nothing that can be trusted: answer with `status`, then close.
package struct HTTPParseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One case for each rule; the raw value is stable and meant for logs and metrics.
    package enum Code: String, CaseIterable, Sendable {
        case bareLineFeed = "bare_line_feed"
        case bareCarriageReturn = "bare_carriage_return"

        case unexpectedEmptyLine = "unexpected_empty_line"
        case malformedRequestLine = "malformed_request_line"
        case invalidMethod = "invalid_method"
        case methodTooLong = "method_too_long"
        case invalidTarget = "invalid_target"
        case fragmentInTarget = "fragment_in_target"
        case invalidVersion = "invalid_version"
        case unsupportedVersion = "unsupported_version"
        case requestLineTooLong = "request_line_too_long"

        case obsoleteLineFolding = "obsolete_line_folding"
        case missingColon = "missing_colon"
        case spaceBeforeColon = "space_before_colon"
        case emptyFieldName = "empty_field_name"
        case invalidFieldName = "invalid_field_name"
        case invalidFieldValue = "invalid_field_value"
        case fieldLineTooLong = "field_line_too_long"
        case tooManyFields = "too_many_fields"
        case headTooLarge = "head_too_large"

        case missingHost = "missing_host"
        case duplicateHost = "duplicate_host"
        case invalidHost = "invalid_host"
        case unknownExpectation = "unknown_expectation"

        case invalidContentLength = "invalid_content_length"
        case duplicateContentLength = "duplicate_content_length"
        case invalidTransferEncoding = "invalid_transfer_encoding"
        case unsupportedTransferEncoding = "unsupported_transfer_encoding"
        case chunkedNotFinal = "chunked_not_final"
        case transferEncodingInHTTP10 = "transfer_encoding_in_http_1_0"
        case ambiguousLength = "ambiguous_length"
        case bodyTooLarge = "body_too_large"

        case invalidChunkSize = "invalid_chunk_size"
        case chunkSizeOverflow = "chunk_size_overflow"
        case invalidChunkExtension = "invalid_chunk_extension"
        case chunkLineTooLong = "chunk_line_too_long"
        case missingChunkEnd = "missing_chunk_end"
        case trailersTooLarge = "trailers_too_large"

        case malformedStatusLine = "malformed_status_line"
        case tooManyInterimResponses = "too_many_interim_responses"
        case truncated = "truncated"
    }

    /// The rule that was broken.
    package let code: Code

    init(_ code: Code) { self.code = code }

    /// The input ends within a message.
    package static let cutOff = HTTPParseError(.truncated)

    /// The error for a control byte: a CR has a code of its own, wherever it stands.
    init(control byte: UInt8, otherwise code: Code) {
        self.code = byte == ASCII.carriageReturn ? .bareCarriageReturn : code
    }

    /// What a server answers: 400, 413, 414, 417, 431, 501 or 505.
    package var status: HTTPStatus {
        switch code {
        case .methodTooLong, .unsupportedTransferEncoding: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        case .requestLineTooLong: .uriTooLong
        case .fieldLineTooLong, .tooManyFields, .headTooLarge, .trailersTooLarge:
            .requestHeaderFieldsTooLarge
        case .unknownExpectation: .expectationFailed
        case .bodyTooLarge: .contentTooLarge
        default: .badRequest
        }
    }

    /// The code and the reason.
    package var description: String { "\(code.rawValue): \(reason)" }
}
