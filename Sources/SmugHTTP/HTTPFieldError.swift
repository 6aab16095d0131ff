/// Why a field was not taken into `HTTPFields`.
package enum HTTPFieldError: Error, Hashable, Sendable {
    /// The name is empty or no token (RFC 9110, section 5.1).
    case invalidName
    /// The value holds a control byte: CR, LF, NUL and all others but the tab.
    case invalidValue
    /// All fields together would pass 4 GiB.
    case tooLarge
}
