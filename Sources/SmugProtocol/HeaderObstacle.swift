/// Why functions do not get a header as its client sends it, whatever a manifest forwards.
package enum HeaderObstacle: Hashable, Sendable {
    /// It is about one connection (RFC 9110, section 7.6.1).
    case ofConnection
    /// It tells of the request's way, where events say what somebody vouches for.
    case vouched
    /// A function could take it for the header of this name.
    case lookalike(of: String)

    /// - Parameter name: in lower case.
    package init?(_ name: String) {
        let bytes = Array(name.utf8)
        if case .hopByHop = FieldKind(bytes.span) {
            self = .ofConnection
        } else if ForwardedField(bytes.span) != nil {
            self = .vouched
        } else {
            let original = Lookalikes.original(bytes.span)
            guard original != bytes, Lookalikes.isReserved(original.span) else { return nil }
            self = .lookalike(of: String(decoding: original, as: UTF8.self))
        }
    }
}
