package import SmugJSON

/// Why a function's whole answer is none of the contract; it costs every request not yet answered.
package enum BatchResponseError: Error, Hashable, Sendable, CustomStringConvertible {
    case invalidJSON(JSONError)
    case notAnObject
    /// `v` is there and not 1.
    case unsupportedVersion
    /// There is no array `responses`, nor a `statusCode`.
    case missingResponses
    /// An API Gateway response to a batch of so many requests, which it cannot answer all.
    case plainResponse(batchSize: Int)

    /// What is wrong and what to do, for the log.
    package var description: String {
        switch self {
        case .invalidJSON(let error):
            "the function's answer is not JSON: \(error)"
        case .notAnObject:
            "the function's answer is not an object: wrap the handler in the batch adapter"
        case .unsupportedVersion:
            "the function's answer has a version other than 1: update its batch adapter"
        case .missingResponses:
            "the function's answer has no array of responses: wrap the handler in the batch adapter"
        case .plainResponse(let size):
            "the function gave one plain response to a batch of \(size): "
                + "wrap the handler in the batch adapter, or set maxBatchSize to 1"
        }
    }
}
