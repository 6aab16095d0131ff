import Testing

@testable import SmugGateway

@Suite struct NearestRoutesTests {
    private static let templates = [
        "/hello/{name}", "/hello", "/orders/{id}/items", "/orders/{id}", "/files/{rest+}", "/",
    ]

    private func find(_ target: String, in templates: [String] = Self.templates) throws -> [String]
    {
        let routes = try ManifestFixture.parse(ManifestFixture.templates(templates)).routes
        return NearestRoutes.find(target, in: routes).map(\.template.text)
    }

    @Test(arguments: [
        Named("a letter too few", "/helo/anna", ["/hello/{name}"]),
        Named("another case", "/Hello/anna", ["/hello/{name}"]),
        Named("a segment too many", "/orders/1/items/2", ["/orders/{id}/items"]),
        Named("a slash behind it", "/hello/", ["/hello/{name}", "/hello"]),
        Named("a query is no path", "/helo?a=/orders/1", ["/hello"]),
        Named("only the nearest of a greedy one", "/file/a/b/c", ["/files/{rest+}"]),
        Named("nothing in common", "/xyz/uvw", []),
        Named("nothing at all", "", ["/"]),
    ])
    func `the first is the one that was meant`(_ row: Named<String, [String]>) throws {
        let found = try find(row.given)
        if let first = row.wanted.first {
            #expect(found.first == first, "\(found)")
        } else {
            #expect(found == [])
        }
        #expect(found.count <= NearestRoutes.maxCount)
    }

    @Test func `long segments are compared as a whole`() throws {
        let long = String(repeating: "a", count: 900)
        #expect(try find("/\(long)", in: ["/\(long)", "/b"]) == ["/\(long)"])
        #expect(try find("/\(long)x/y", in: ["/\(long)/z"]) == [])
    }
}
