import SmugHTTP
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct RouterTests {
    /// Routes, and requests with what is answered: `2 a b/c` is route 2 with two parameters.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let routes: [String]
        let answers: [(request: String, wanted: String)]

        init(_ name: String, _ routes: [String], _ answers: KeyValuePairs<String, String>) {
            testDescription = name
            self.routes = routes
            self.answers = answers.map { (request: $0.key, wanted: $0.value) }
        }
    }

    /// Looks up a path that stands between other bytes.
    private func look(_ router: Router, _ request: String) throws -> String {
        let space = try #require(request.firstIndex(of: " "))
        let method = try #require(HTTPMethod(String(request[..<space])))
        let path = Array(request[request.index(after: space)...].utf8)
        let bytes = Array("GET ".utf8) + path + Array("/x%".utf8)
        switch router.match(method, bytes, path: 4..<(4 + path.count)) {
        case .match(let route, let parameters):
            let texts = parameters.map { String(decoding: bytes[$0], as: UTF8.self) }
            return ([String(route)] + texts).joined(separator: " ")
        case .methodNotAllowed(let allow): return "405 " + String(decoding: allow, as: UTF8.self)
        case .notFound: return "404"
        case .badPath: return "400"
        }
    }

    static let paths: [Case] = [
        Case("no routes", [], ["GET /": "404", "GET /a": "404", "GET a": "400"]),
        Case(
            "literals", ["GET /", "GET /a", "GET /a/b", "GET /b"],
            [
                "GET /": "0", "GET /a": "1", "GET /a/b": "2", "GET /b": "3", "GET /c": "404",
                "GET /a/b/c": "404", "GET /ab": "404", "GET /A": "404",
            ]),
        Case(
            "slashes count", ["GET /a", "GET /a/", "GET //a", "GET /b//c"],
            [
                "GET /a": "0", "GET /a/": "1", "GET //a": "2", "GET /a//": "404", "GET /b//c": "3",
                "GET /b/c": "404", "GET //": "404",
            ]),
        Case(
            "parameters", ["GET /a/{x}", "GET /{x}/b/{y}"],
            [
                "GET /a/1": "0 1", "GET /c/b/2": "1 c 2", "GET /a/": "404", "GET /a": "404",
                "GET //b/2": "404", "GET /a/1/": "404", "GET /a/b/2": "1 a 2",
            ]),
        Case(
            "X-13c greedy", ["GET /f/{rest+}"],
            [
                "GET /f/a": "0 a", "GET /f/a/b/": "0 a/b/", "GET /f//a": "0 /a", "GET /f//": "0 /",
                "GET /f/": "404", "GET /f": "404",
            ]),
        Case(
            "greedy at the root", ["ANY /{proxy+}"],
            ["GET /": "404", "GET /a/b": "0 a/b", "GET //": "0 /"]),
        Case(
            "specific first", ["GET /{a+}", "GET /{a}", "GET /x", "GET /x/{b}", "GET /x/y"],
            [
                "GET /x": "2", "GET /z": "1 z", "GET /z/z": "0 z/z", "GET /x/z": "3 z",
                "GET /x/y": "4",
                "GET /x/y/z": "0 x/y/z",
            ]),
        Case(
            "ways that end are left",
            ["GET /a/{x}/c", "GET /{x}/b/d", "GET /{x}/{y+}", "GET /a/b/e/f"],
            [
                "GET /a/b/c": "0 b", "GET /a/b/d": "1 a", "GET /a/b/e": "2 a b/e",
                "GET /a/b/e/f": "3",
                "GET /a/b/e/g": "2 a b/e/g", "GET /a": "404",
            ]),
        Case(
            "escapes",
            ["GET /a b".replacing(" b", with: "%20b"), "GET /é", "GET /x/{y}", "GET /a%2Fb"],
            [
                "GET /a%20b": "0", "GET /%61%20b": "0", "GET /%c3%A9": "1", "GET /é": "1",
                "GET /x/a%2Fb": "2 a%2Fb", "GET /a%2fb": "3", "GET /a/b": "404",
                "GET /%78/%2F": "2 %2F",
                "GET /x%2Fa": "404",
            ]),
        Case(
            "malformed escapes", ["GET /{x+}"],
            [
                "GET /%": "400", "GET /%2": "400", "GET /%zz": "400", "GET /a/%2/0": "400",
                "GET /%%41": "400",
                "GET /%25": "0 %25",
            ]),
        Case(
            "not a path", ["ANY /{x+}"],
            ["GET a": "400", "OPTIONS *": "400", "GET ": "400", "GET http://a/b": "400"]),
        Case(
            "dot segments mean nothing", ["GET /a/{x}", "GET /b", "GET /{r+}"],
            [
                "GET /a/..": "0 ..", "GET /a/../b": "2 a/../b", "GET /a/%2e%2e": "0 %2e%2e",
                "GET /./b": "2 ./b",
            ]),
        Case("NUL is a byte", ["GET /{x}"], ["GET /%00": "0 %00"]),
        Case(
            "many children", (0..<200).map { "GET /item\($0)/{x}" },
            [
                "GET /item0/a": "0 a", "GET /item99/a": "99 a", "GET /item199/a": "199 a",
                "GET /item200/a": "404",
                "GET /%69tem150/a": "150 a",
            ]),
        Case(
            "parameters at each place", ["GET /{a}/{b}/{c}/{d+}"],
            ["GET /1/22/333/4/5": "0 1 22 333 4/5"]),
        Case(
            "the longest path", ["GET " + (0..<64).map { "/{p\($0)}" }.joined()],
            [
                "GET " + String(repeating: "/v", count: 64): "0"
                    + String(repeating: " v", count: 64),
                "GET " + String(repeating: "/v", count: 65): "404",
            ]),
    ]

    static let methods: [Case] = [
        Case(
            "a method that is not there", ["GET /a", "POST /a"],
            [
                "PUT /a": "405 GET, HEAD, POST", "OPTIONS /a": "405 GET, HEAD, POST",
                "TRACE /a": "405 GET, HEAD, POST",
                "FOO /a": "405 GET, HEAD, POST", "PUT /b": "404",
            ]),
        Case("GET answers HEAD", ["GET /a"], ["HEAD /a": "0", "GET /a": "0"]),
        Case("HEAD of its own", ["GET /a", "HEAD /a"], ["HEAD /a": "1", "GET /a": "0"]),
        Case(
            "HEAD is GET before it is any", ["ANY /a", "GET /a"], ["HEAD /a": "1", "POST /a": "0"]),
        Case("no HEAD without GET", ["POST /a"], ["HEAD /a": "405 POST", "GET /a": "405 POST"]),
        Case(
            "any", ["ANY /a", "GET /a"],
            [
                "GET /a": "1", "DELETE /a": "0", "OPTIONS /a": "0", "PROPFIND /a": "0",
                "TRACE /a": "0",
            ]),
        Case(
            "all",
            ["GET /a", "HEAD /a", "POST /a", "PUT /a", "DELETE /a", "PATCH /a", "OPTIONS /a"],
            [
                "GET /a": "0", "HEAD /a": "1", "POST /a": "2", "PUT /a": "3", "DELETE /a": "4",
                "PATCH /a": "5",
                "OPTIONS /a": "6", "FOO /a": "405 DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
            ]),
        Case(
            "a less specific path may take the method", ["GET /a/b", "POST /a/{x}", "ANY /{r+}"],
            ["GET /a/b": "0", "POST /a/b": "1 b", "PUT /a/b": "2 a/b"]),
        Case(
            "every path that fits counts for Allow", ["GET /a/b", "POST /a/{x}", "PUT /{r+}"],
            [
                "DELETE /a/b": "405 GET, HEAD, POST, PUT", "DELETE /a/c": "405 POST, PUT",
                "DELETE /c": "405 PUT",
            ]),
        Case(
            "names may differ by method", ["GET /a/{x}", "POST /a/{y}/b", "POST /a/{z}"],
            ["GET /a/1": "0 1", "POST /a/1": "2 1", "POST /a/1/b": "1 1"]),
        Case(
            "the first of two that conflict", ["GET /{x}", "GET /{y}", "GET /{x+}", "GET /{y+}"],
            ["GET /a": "0 a", "GET /a/b": "2 a/b"]),
    ]

    @Test(arguments: paths + methods) func `requests find their routes`(_ row: Case) throws {
        let router = Router(signatures: try row.routes.map(RouteSignature.init(testing:)))
        for (request, wanted) in row.answers {
            #expect(try look(router, request) == wanted, "\(request)")
        }
    }

    @Test func `a path outside of its bytes is refused`() {
        let router = Router(signatures: [])
        #expect(router.match(.get, [0x2F], path: 0..<2) == .badPath)
        #expect(router.match(.get, [0x2F], path: -1..<1) == .badPath)
        #expect(router.match(.get, [], path: 0..<0) == .badPath)
    }

    @Test func `a manifest's routes are found by their index`() throws {
        let manifest = try ManifestFixture.parse(ManifestFixture.templates(["/a", "/b/{c}"]))
        let router = Router(manifest.routes)
        #expect(
            router.match(.get, Array("/b/1".utf8), path: 0..<4)
                == .match(route: 1, parameters: [3..<4]))
    }

    /// Compares with a router that tries every template in order of precedence.
    @Test(arguments: UInt64(0)..<20) func `the tree agrees with a plain search`(_ seed: UInt64)
        throws
    {
        var random = SplitMix64(seed: seed)
        let pieces = ["a", "b", "%61", "{x}", "", "c"]
        var templates: [PathTemplate] = []
        for _ in 0..<12 {
            let count = Int.random(in: 1...4, using: &random)
            var parts = (0..<count).map { place in
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                return piece == "{x}" ? "{x\(place)}" : piece
            }
            if Int.random(in: 0..<4, using: &random) == 0 { parts.append("{r+}") }
            templates.append(try PathTemplate(parsing: "/" + parts.joined(separator: "/")))
        }
        let router = Router(
            signatures: templates.map { RouteSignature(method: .get, template: $0) })
        for _ in 0..<300 {
            let count = Int.random(in: 1...5, using: &random)
            let parts = (0..<count).map { _ in
                ["a", "b", "c", "d", "", "%62"].randomElement(using: &random) ?? ""
            }
            let path = Array(("/" + parts.joined(separator: "/")).utf8)
            let found = router.match(.get, path, path: 0..<path.count)
            #expect(
                found == plainSearch(templates, path), "\(String(decoding: path, as: UTF8.self))")
        }
    }

    private func plainSearch(_ templates: [PathTemplate], _ path: [UInt8]) -> RouteMatch {
        var best: (rank: [Int], route: Int, parameters: [Range<Int>])?
        for (index, template) in templates.enumerated() {
            guard let (rank, parameters) = fit(template, path) else { continue }
            if let best, !rank.lexicographicallyPrecedes(best.rank) { continue }
            best = (rank, index, parameters)
        }
        guard let best else { return .notFound }
        return .match(route: best.route, parameters: best.parameters)
    }

    private func fit(_ template: PathTemplate, _ path: [UInt8]) -> (
        rank: [Int], parameters: [Range<Int>]
    )? {
        var rank: [Int] = []
        var parameters: [Range<Int>] = []
        var start = 1
        for segment in template.segments {
            guard start <= path.count else { return nil }
            let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.count
            switch segment {
            case .literal(let bytes):
                guard PercentEncoding.decode(path[start..<end]) == bytes else { return nil }
                rank.append(0)
            case .parameter:
                guard start < end else { return nil }
                rank.append(1)
                parameters.append(start..<end)
            case .greedy:
                guard start < path.count else { return nil }
                return (rank + [2], parameters + [start..<path.count])
            }
            start = end + 1
        }
        return start > path.count ? (rank, parameters) : nil
    }
}
