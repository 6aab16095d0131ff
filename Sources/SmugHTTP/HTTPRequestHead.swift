/// A request without its body.
///
/// All ranges are of `fields.bytes`, the head's one array, which holds the request line too. It is
/// passed around a lot and never changed, so that it is one object and not a copy for each.
package final class HTTPRequestHead: Sendable {
    /// The method.
    package let method: HTTPMethod
    /// The version; HTTP/1.2 and later count as 1.1.
    package let version: HTTPVersion
    /// The target as received.
    package let target: Range<Int>
    /// The target's path, still percent-encoded; `*` or an authority where the target is that.
    ///
    /// A target like `http://host` has no path: then the range is of a slash. Never empty.
    package let path: Range<Int>
    /// What follows the first `?` of the target, without it; `nil` when there is none.
    package let query: Range<Int>?
    /// The target's authority if it has one, which beats Host, else the value of Host.
    ///
    /// `nil` only for HTTP/1.0 without Host; it may be empty (RFC 9112, section 3.2).
    package let authority: Range<Int>?
    /// Whether the client lets the connection live on after the answer.
    package let keepAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends its body.
    package let expectsContinue: Bool
    /// How the body ends.
    package let framing: HTTPBodyFraming
    /// All fields, in order, with those that the other properties come from; `host` says what
    /// `authority` does.
    package let fields: HTTPFields

    init(
        method: HTTPMethod, version: HTTPVersion, target: Range<Int>, path: Range<Int>,
        query: Range<Int>?, authority: Range<Int>?, keepAlive: Bool, expectsContinue: Bool,
        framing: HTTPBodyFraming, fields: HTTPFields
    ) {
        self.method = method
        self.version = version
        self.target = target
        self.path = path
        self.query = query
        self.authority = authority
        self.keepAlive = keepAlive
        self.expectsContinue = expectsContinue
        self.framing = framing
        self.fields = fields
    }

    /// The same with some of these fields removed, over the same bytes.
    package func keeping(_ fields: HTTPFields) -> HTTPRequestHead {
        HTTPRequestHead(
            method: method, version: version, target: target, path: path, query: query,
            authority: authority, keepAlive: keepAlive, expectsContinue: expectsContinue,
            framing: framing, fields: fields)
    }
}
