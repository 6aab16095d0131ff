package import SmugHTTP
package import SmugJSON

/// Why a request of a streamed batch gets no answer, or no end of it.
package enum StreamFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its record cannot be used.
    case record(RecordFault)
    /// Its record is no object, or not JSON.
    case line(JSONError?)
    /// A line that is nobody's could not be read: parts of this answer may have been in it.
    case unattributableLine
    /// The function gives up on the request, with a status from 400 and words for its caller.
    case given(HTTPStatus, message: [UInt8])
    /// A whole answer after the head of one in parts.
    case completeAfterHead
    /// The stream ended before the request's answer did.
    case missing
    /// A record has a version other than 1.
    case unsupportedVersion
    /// A line is over the limit, in bytes.
    case lineTooLong(maxBytes: Int)
    /// The stream of a single answer begins like a prelude and is over the limit without its end.
    case preludeTooLong(maxBytes: Int)
    /// NULs that are not the eight behind a prelude.
    case invalidPrelude
    /// A document of a buffered answer is none.
    case document(BatchResponseError)

    /// What is wrong and what to do, for the log.
    package var description: String {
        switch self {
        case .record(let fault): fault.description
        case .line(let error?): "a line is not JSON: \(error)"
        case .line(nil): "a line is not an object"
        case .unattributableLine: "a line that may hold a part of the answer cannot be read"
        case .given(let status, let message):
            "the function says \(status.code): \(String(decoding: message, as: UTF8.self))"
        case .completeAfterHead: "a complete record came after the head of an answer in parts"
        case .missing: "the stream ended before the answer did"
        case .unsupportedVersion:
            "a record has a version other than 1: update the function's batch adapter"
        case .lineTooLong(let limit):
            "a line is over \(limit) bytes: send the body in chunks, or raise MaxStreamRecordBytes"
        case .preludeTooLong(let limit):
            "no prelude, nor an answer, ends within \(limit) bytes: raise MaxStreamRecordBytes"
        case .invalidPrelude: "the prelude does not end with eight NULs"
        case .document(let error): error.description
        }
    }
}
