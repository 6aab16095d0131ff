import Testing

@testable import SmugGateway

@Suite struct NearestNameTests {
    static let names = [
        "ListenAddr", "MaxBodyBytes", "maxWaitMs", "timeoutMs", "get", "put", "x-smug", "key",
    ]

    static let cases: [Named<String, String?>] = [
        Named("a letter missing", "ListenAdr", "ListenAddr"),
        Named("another case", "listenaddr", "ListenAddr"),
        Named("two neighbours swapped", "maxWiatMs", "maxWaitMs"),
        Named("the beginning", "MaxBody", "MaxBodyBytes"),
        Named("more than the name", "ListenAddress", "ListenAddr"),
        Named("an upper-case method", "GET", "get"),
        Named("the unit missing", "timeout", "timeoutMs"),
        Named("far away", "Certificate", nil),
        Named("short and different", "abc", nil),
        Named("two letters are no beginning", "ma", nil),
        Named("nothing", "", nil),
    ]

    @Test(arguments: cases) func `the name that was meant is found`(_ row: Named<String, String?>) {
        #expect(NearestName.find(row.given, in: Self.names) == row.wanted)
    }

    static let distances: [Named<[String], Int>] = [
        Named("equal", ["abc", "abc"], 0), Named("insert", ["abc", "abxc"], 1),
        Named("delete", ["abc", "ac"], 1), Named("replace", ["abc", "axc"], 1),
        Named("swap", ["abc", "acb"], 1), Named("from nothing", ["", "abc"], 3),
        Named("to nothing", ["abc", ""], 3), Named("kitten", ["kitten", "sitting"], 3),
        Named("a place is edited once", ["ca", "abc"], 3),
    ]

    @Test(arguments: distances) func `edits are counted`(_ row: Named<[String], Int>) {
        #expect(
            NearestName.distance(Array(row.given[0].utf8), Array(row.given[1].utf8)) == row.wanted)
        #expect(
            NearestName.distance(Array(row.given[1].utf8), Array(row.given[0].utf8)) == row.wanted)
    }
}
