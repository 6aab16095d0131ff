/// What a router says to a method and a path.
package enum RouteMatch: Hashable, Sendable {
    /// The route's index, and its parameters' places in the bytes of the path, still
    /// percent-encoded, in the order of `PathTemplate.parameterNames`.
    case match(route: Int, parameters: [Range<Int>])
    /// The path is known, the method is not: 405 with this value of `Allow`.
    case methodNotAllowed(allow: [UInt8])
    case notFound
    /// Not a path: it does not start with a slash, or a `%` lacks its two digits. 400.
    case badPath
}
