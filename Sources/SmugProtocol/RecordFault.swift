package import SmugJSON

/// Why one record of a function's answer is none; it costs that record's request, no other.
package enum RecordFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// An answer that is to be read alone and is no JSON.
    case invalidJSON(JSONError)
    /// An element of `responses`, or an answer of its own, that is no object.
    case notAnObject
    case missingStatus
    /// `statusDescription` is no string, where it counts.
    case invalidStatusDescription
    /// `statusCode` is not an integer from 200 to 999, nor a string of one.
    case invalidStatus
    /// `headers` or `multiValueHeaders` is no object.
    case invalidHeaders
    /// A name or value that HTTP does not allow, or a value that is an object.
    case invalidHeader(String)
    /// Cookies count too.
    case tooManyHeaders
    case headersTooLarge
    /// `cookies` is no array of strings, or one of them is no field value.
    case invalidCookies
    /// `body` is no string.
    case invalidBody
    /// `isBase64Encoded` is no boolean.
    case invalidBase64Flag
    case invalidBase64

    /// What is wrong, for the log.
    package var description: String {
        switch self {
        case .invalidJSON(let error): "the answer is not JSON: \(error)"
        case .notAnObject: "the answer is not an object"
        case .missingStatus: "statusCode is missing"
        case .invalidStatusDescription: "statusDescription is not a string"
        case .invalidStatus: "statusCode is not an integer from 200 to 999"
        case .invalidHeaders: "headers is not an object"
        case .invalidHeader(let name): "header \(name) is not valid"
        case .tooManyHeaders: "more than \(AnswerHeaders.maxFields) headers"
        case .headersTooLarge: "more than \(AnswerHeaders.maxBytes) bytes of headers"
        case .invalidCookies: "cookies is not an array of valid cookies"
        case .invalidBody: "body is not a string"
        case .invalidBase64Flag: "isBase64Encoded is not a boolean"
        case .invalidBase64: "body is not base 64"
        }
    }
}
