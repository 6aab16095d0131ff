import SmugHTTP
import Testing

@testable import SmugGateway

@Suite struct RouteConflictTests {
    static let cases: [Named<[String], [RouteConflict]>] = [
        Named("different paths", ["GET /a", "GET /b", "GET /a/", "GET /"], []),
        Named("different methods", ["GET /a", "POST /a", "ANY /a", "HEAD /a"], []),
        Named("names differ", ["GET /a/{x}", "GET /a/{y}"], [RouteConflict(route: 1, earlier: 0)]),
        Named("names and methods differ", ["GET /a/{x}", "POST /a/{y}"], []),
        Named("kinds differ", ["GET /{x}", "GET /{x+}", "GET /x"], []),
        Named("spelling differs", ["GET /a", "GET /%61"], [RouteConflict(route: 1, earlier: 0)]),
        Named("any twice", ["ANY /{x+}", "ANY /{y+}"], [RouteConflict(route: 1, earlier: 0)]),
        Named(
            "three", ["GET /{x}", "GET /{y}", "GET /{z}"],
            [RouteConflict(route: 1, earlier: 0), RouteConflict(route: 2, earlier: 0)]),
    ]

    @Test(arguments: cases)
    func `routes for the same requests conflict`(_ row: Named<[String], [RouteConflict]>) throws {
        #expect(
            RouteConflict.all(in: try row.given.map(RouteSignature.init(testing:))) == row.wanted)
    }
}

extension RouteSignature {
    /// `METHOD /template`.
    init(testing text: String) throws {
        let parts = text.split(separator: " ").map(String.init)
        self.init(
            method: parts[0] == "ANY" ? nil : HTTPMethod(parts[0]),
            template: try PathTemplate(parsing: parts[1]))
    }
}
