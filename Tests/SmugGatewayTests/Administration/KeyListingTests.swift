import SmugJSON
import SmugLoop
import Testing

@testable import SmugGateway

@Suite struct KeyListingTests {
    private let now = MonotonicTime(nanoseconds: 10_000_000_000)

    private func observation(
        _ values: [String?], waiting: Int = 0, used: UInt64 = 9_000_000_000,
        windowEnd: UInt64? = nil
    ) -> KeyObservation {
        var key = BatchKey(route: 0)
        for value in values { key.append(value.map { Array($0.utf8)[...] }) }
        return KeyObservation(
            key: key, waiting: waiting, windowEnd: windowEnd.map { MonotonicTime(nanoseconds: $0) },
            rate: nil, lastUsed: MonotonicTime(nanoseconds: used))
    }

    private func listing(
        _ keys: [KeyObservation], key: String = "[\"header:x-tenant\", \"query:b\"]",
        method: String = "get", query: String = ""
    ) throws -> JSONValue {
        let routes = try RouteFixture.routes(
            RouteFixture.manifest([RouteFixture.path("/a", method, more: "key: \(key)")]))
        let page = try KeyPage(query: Array(query.utf8)[...])
        return KeyListing(keys, routes: routes.map(\.identity), at: now).value(page)
    }

    @Test func `a key is told with its values, its window and its last request`() throws {
        let value = try listing([
            observation(["acme", nil], waiting: 3, windowEnd: 10_002_500_000)
        ])
        let key = try #require(value["keys"]?[0])
        #expect(key["route"] == "GET /a")
        #expect(key["key"] == ["header:x-tenant": "acme", "query:b": nil])
        #expect(key["waiting"] == 3)
        #expect(key["windowEndsInMs"] == 2.5)
        #expect(key["lastRequestMsAgo"] == 1000.0)
        #expect(value["total"] == 1)
        #expect(value["waiting"] == 3)
        #expect(value["next"] == .null)
    }

    @Test func `a route of every method tells the key's method`() throws {
        let value = try listing([observation(["PUT", "acme", "1"])], method: "any")
        #expect(
            value["keys"]?[0]?["key"]
                == ["method": "PUT", "header:x-tenant": "acme", "query:b": "1"])
    }

    @Test func `secret values are hidden, and long ones are cut`() throws {
        let long = String(repeating: "x", count: KeyListing.maxValueBytes)
        let value = try listing(
            [observation(["Bearer planted", long + "y"])],
            key: "[\"header:authorization\", \"query:b\"]")
        #expect(value["keys"]?[0]?["key"]?["header:authorization"] == "(hidden)")
        #expect(value["keys"]?[0]?["key"]?["query:b"] == .string(long + "…"))
        let whole = try listing([observation(["acme", long])])
        #expect(whole["keys"]?[0]?["key"]?["query:b"] == .string(long))
    }

    @Test func `values that are no text stay one line of JSON`() throws {
        var key = BatchKey(route: 0)
        key.append([0xFF, 0x0A, 0x22][...])
        key.append(nil)
        let value = try listing([
            KeyObservation(key: key, waiting: 0, windowEnd: nil, rate: nil, lastUsed: now)
        ])
        #expect(try JSONValue(parsing: value.indented) == value)
    }

    @Test func `those with most waiting come first, page by page`() throws {
        let keys = (0..<5).map { observation(["\($0)", nil], waiting: $0) }
        let first = try listing(keys, query: "limit=2")
        let waiting = { (value: JSONValue) in value["keys"]?.array?.map { $0["waiting"]?.int ?? -1 }
        }
        #expect(waiting(first) == [4, 3])
        #expect(first["next"] == "/keys?limit=2&offset=2")
        #expect(waiting(try listing(keys, query: "limit=2&offset=4")) == [0])
        let beyond = try listing(keys, query: "offset=\(Int.max)")
        #expect(waiting(beyond) == [])
        #expect(beyond["next"] == .null)
        #expect(beyond["total"] == 5)
    }

    @Test(arguments: [
        "limit=0", "limit=1001", "limit=x", "offset=-1", "offset=", "page=1", "limit",
    ])
    func `a page that is none is refused`(_ query: String) {
        #expect(throws: AdminFault.self) { try KeyPage(query: Array(query.utf8)[...]) }
    }

    @Test func `a page may have as many as the limit`() throws {
        #expect(try KeyPage(query: Array("limit=1000".utf8)[...]).limit == KeyPage.maxLimit)
    }
}
