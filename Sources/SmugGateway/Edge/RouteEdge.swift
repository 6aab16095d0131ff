import SmugHTTP
import SmugNet

/// What one manifest has done with a route's answers, and with preflights for it.
///
/// Apart from the route itself, so that a manifest which changes only this leaves the route its
/// batches.
final class RouteEdge: Sendable {
    let cors: CORSPolicy?
    let compression: CompressionPolicy?
    /// The methods that the route's path takes.
    let pathMethods: [String]

    /// `nil` where there is nothing to do.
    init?(cors: CORSPolicy?, compression: CompressionPolicy?, pathMethods: [String]) {
        guard cors != nil || compression != nil else { return nil }
        self.cors = cors
        self.compression = compression
        self.pathMethods = pathMethods
    }

    /// Gives an answer the fields that a browser asks for.
    func dress(_ response: inout HTTPResponse, for request: HTTPRequestHead) {
        cors?.dress(&response.fields, for: request.fields)
    }
}

/// What a manifest has done with the answers of its routes.
struct EdgeTable: Sendable {
    /// In the order of the routes.
    let routes: [RouteEdge?]
    /// Of requests that no route takes.
    let unrouted: RouteEdge?
    /// Whether any route has preflights answered.
    let answersPreflights: Bool

    init(_ manifest: Manifest) {
        var methods: [[PathTemplate.Segment]: [String]] = [:]
        for route in manifest.routes {
            let names = route.method.map { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }
            for name in names ?? MethodSlot.methods.map(\.rawValue)
            where methods[route.template.segments]?.contains(name) != true {
                methods[route.template.segments, default: []].append(name)
            }
        }
        routes = manifest.routes.map { route in
            RouteEdge(
                cors: route.edge.cors, compression: route.edge.compression,
                pathMethods: methods[route.template.segments]?.sorted() ?? [])
        }
        unrouted = RouteEdge(
            cors: manifest.edge.cors, compression: manifest.edge.compression, pathMethods: [])
        answersPreflights = routes.contains { $0?.cors != nil }
    }

    /// The route that a preflight asks about, and the method, where the answer is the gateway's to
    /// give; `nil` for all other requests.
    ///
    /// A route that the manifest has for OPTIONS itself gets them as it gets other requests.
    ///
    /// - Parameters:
    ///   - router: of the same manifest.
    ///   - definitions: the manifest's routes.
    func preflight(
        _ head: HTTPRequestHead, _ router: Router, _ definitions: [RouteDefinition]
    ) -> (route: Int, method: HTTPMethod)? {
        let bytes = head.fields.bytes
        guard answersPreflights, head.method == .options, head.fields.contains("origin"),
            let wanted = head.fields.first("access-control-request-method"),
            let method = HTTPMethod(bytes[wanted]),
            case .match(let index, _) = router.match(method, bytes, path: head.path),
            routes[index]?.cors != nil
        else { return nil }
        if case .match(let own, _) = router.match(.options, bytes, path: head.path),
            definitions[own].method != nil
        {
            return nil
        }
        return (index, method)
    }
}
