package import SmugHTTP

/// Finds the route for a method and a path.
///
/// Of several routes the most specific that takes the method answers: from left to right a literal
/// segment goes before a parameter and a parameter before a greedy one, and where a way ends
/// without answer the next is tried. GET routes answer HEAD unless HEAD has a route on the same
/// path. Paths are matched as they were sent, segment by segment: `%2F` is no slash, and dot
/// segments mean nothing.
package struct Router: Sendable {
    private let trie: RouteTrie
    private let parameters: [ParameterPlaces]
    /// The value of `Allow` for all routes together.
    let allow: [UInt8]

    /// Which segments of a route's path are its parameters.
    private struct ParameterPlaces: Sendable {
        let segments: [Int]
        let endsGreedy: Bool
    }

    /// Answers with indices of `routes`; of two that conflict the first answers.
    package init(_ routes: [RouteDefinition]) {
        self.init(signatures: routes.map(\.signature))
    }

    init(signatures: [RouteSignature]) {
        trie = RouteTrie(signatures)
        allow = MethodSlot.allow(
            ofServerWith: signatures.map { MethodSlot.index(of: $0.method) })
        parameters = signatures.map { route in
            let segments = route.template.segments
            let places = segments.indices.filter {
                if case .literal = segments[$0] { false } else { true }
            }
            return ParameterPlaces(segments: places, endsGreedy: segments.last == .greedy)
        }
    }

    /// Looks the raw path up that stands at `path` in `bytes`; the ranges of parameters are of
    /// `bytes` too.
    package func match(_ method: HTTPMethod, _ bytes: [UInt8], path: Range<Int>) -> RouteMatch {
        guard path.lowerBound >= 0, path.upperBound <= bytes.count, !path.isEmpty,
            bytes[path.lowerBound] == UInt8(ascii: "/")
        else { return .badPath }
        let span = bytes.span
        guard let hasEscapes = Self.scanEscapes(span, path) else { return .badPath }
        var search = RouteSearch(
            slot: MethodSlot.index(of: method), end: path.upperBound, hasEscapes: hasEscapes)
        let route = trie.find(span, node: 0, from: path.lowerBound + 1, &search)
        if route >= 0 {
            return .match(route: route, parameters: ranges(route, span, path))
        }
        guard search.methods != 0 else { return .notFound }
        return .methodNotAllowed(allow: MethodSlot.allowValues[search.methods])
    }

    /// Whether the path holds escapes; `nil` when one is malformed.
    private static func scanEscapes(_ bytes: Span<UInt8>, _ path: Range<Int>) -> Bool? {
        var found = false
        var index = path.lowerBound
        while index < path.upperBound {
            guard bytes[index] == UInt8(ascii: "%") else {
                index += 1
                continue
            }
            guard path.upperBound - index > 2, bytes[index + 1].isHexDigit,
                bytes[index + 2].isHexDigit
            else { return nil }
            found = true
            index += 3
        }
        return found
    }

    private func ranges(_ route: Int, _ bytes: Span<UInt8>, _ path: Range<Int>) -> [Range<Int>] {
        let places = parameters[route]
        guard let last = places.segments.last else { return [] }
        var result: [Range<Int>] = []
        result.reserveCapacity(places.segments.count)
        var start = path.lowerBound + 1
        for segment in 0...last {
            if segment == last, places.endsGreedy {
                result.append(start..<path.upperBound)
                break
            }
            let end = RouteTrie.segmentEnd(bytes, from: start, to: path.upperBound)
            if places.segments[result.count] == segment { result.append(start..<end) }
            start = end + 1
        }
        return result
    }
}
