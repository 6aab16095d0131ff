import SmugHTTP
import Testing

@testable import SmugGateway

@Suite struct ArrivalsTests {
    private static func read(_ text: String) throws(ArrivalError) -> [Int64] {
        try ArrivalFile.read(Array(text.utf8)).map(\.nanoseconds)
    }

    @Test(arguments: [
        Named("whole numbers", "0\n5\n12\n", [0, 5_000_000, 12_000_000] as [Int64]),
        Named("fractions", "0.5\n.25\n1.\n", [250_000, 500_000, 1_000_000]),
        Named("more digits than nanoseconds", "0.1234567\n", [123_457]),
        Named("exponents", "1e3\n", [1_000_000_000]),
        Named("comments, empty lines, white space", "# ms\n\n  7 \r\n", [7_000_000]),
        Named("out of order, no end of line", "9\n1", [1_000_000, 9_000_000]),
        Named(
            "times of day", "1760000000000.125\n1760000000000\n",
            [1_760_000_000_000_000_000, 1_760_000_000_000_125_000]),
        Named("a byte order mark", "\u{FEFF}1\n", [1_000_000]),
        Named("the latest", "4000000000000.000000", [4_000_000_000_000_000_000]),
    ])
    func `milliseconds are read, one a line`(_ row: Named<String, [Int64]>) throws {
        #expect(try Self.read(row.given) == row.wanted)
    }

    @Test(arguments: [
        Named("a word", "1\n2\nthree\n", "3: 'three' is not a number"),
        Named("two numbers", "1 2\n", "1: '1 2' is not a number"),
        Named("a negative one", "1\n-2\n", "2: -2 is not from 0 to 4000000000000 milliseconds"),
        Named("one beyond all time", "1e13", "1: 1e13 is not from 0 to 4000000000000 milliseconds"),
        Named(
            "digits beyond all time", "9999999999999",
            "1: 9999999999999 is not from 0 to 4000000000000 milliseconds"),
        Named("no number at all", "nan\n", "1: 'nan' is not a number"),
        Named("nothing", "# nothing\n", "-: there is no arrival"),
        Named("no text", "\u{0}\u{1}", "1: '\u{FFFD}\u{FFFD}' is not a number"),
    ])
    func `what is no arrival is told with its line`(_ row: Named<String, String>) {
        let error = #expect(throws: ArrivalError.self) { try Self.read(row.given) }
        let line = error?.line.map(String.init) ?? "-"
        #expect("\(line): \(error?.message ?? "")" == row.wanted)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func `generated traffic is the same for the same seed, and of its rate`() throws {
        for kind in [.poisson(rate: 200), .bursts, .ramp] as [ArrivalGenerator.Kind] {
            var first = ArrivalGenerator(kind, seed: 4)
            var second = ArrivalGenerator(kind, seed: 4)
            var other = ArrivalGenerator(kind, seed: 5)
            let arrivals = first.arrivals(2000)
            #expect(arrivals == second.arrivals(2000))
            #expect(arrivals != other.arrivals(2000))
            #expect(arrivals == arrivals.inOrder)
        }
        var poisson = ArrivalGenerator(.poisson(rate: 200), seed: 1)
        let last = try #require(poisson.arrivals(20_000).last)
        #expect((95...105).contains(last.nanoseconds / 1_000_000_000))
    }
}

@Suite struct AccessLogArrivalsTests {
    private static func route(_ method: String, _ path: String) -> RouteSignature {
        guard let template = try? PathTemplate(parsing: path) else {
            preconditionFailure("the path of a test is one")
        }
        return RouteSignature(
            method: method == "ANY" ? nil : HTTPMethod(method), template: template)
    }

    private static let log = """
        {"time":"2026-01-02T00:00:01.000Z","level":"info","event":"listening","address":"x"}
        some other program's line
        {"time":"2026-01-02T00:00:02.500Z","level":"info","event":"request","method":"GET",\
        "path":"/a","route":"/a","status":200,"totalMs":500.250,"more":{"deep":[1,2]}}
        {"time":"2026-01-02T00:00:02.000Z","level":"info","event":"request","method":"GET",\
        "path":"/a","route":"/a","status":200,"totalMs":100,"key":"k"}
        {"time":"2026-01-02T00:00:03.000Z","level":"info","event":"request","method":"POST",\
        "path":"/a","route":"/a","status":200,"totalMs":1}
        {"time":"2026-01-02T00:00:03.000Z","level":"info","event":"request","method":"GET",\
        "path":"/none","status":404,"totalMs":1}
        {"time":"2026-01-02T00:00:0
        """

    @Test func `a route's requests began so long before their lines as they took`() throws {
        let log = try AccessLogArrivals(Array(Self.log.utf8), route: Self.route("GET", "/a"))
        let start = try #require(
            AccessLogArrivals.milliseconds(Array("2026-01-02T00:00:00.000Z".utf8)[...]))
        let times = log.arrivals.map { $0.nanoseconds - start * 1_000_000 }
        #expect(times.map { ($0 + 500) / 1000 } == [1_900_000, 1_999_750])
        #expect(Set(log.arrivals.map(\.key)).count == 2, "their batch keys differ")
        #expect(log.routes.map { "\($0.name) \($0.requests)" } == ["GET /a 2", "POST /a 1"])
    }

    @Test(arguments: ["gateway-1  | ", "2026-01-02T00:00:02.500Z ", "\t"])
    func `what a collector of logs puts before each line says nothing`(_ prefix: String) throws {
        let lines = Self.log.split(separator: "\n").map { prefix + $0 } + ["told { nothing", "{}"]
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let log = try AccessLogArrivals(bytes, route: Self.route("GET", "/a"))
        let plain = try AccessLogArrivals(Array(Self.log.utf8), route: Self.route("GET", "/a"))
        #expect(log.arrivals == plain.arrivals && log.arrivals.count == 2)
    }

    /// As the router gives them to routes, and as the methods keep them apart in batches.
    @Test(arguments: [
        Named("a route for every method takes them all", ["ANY"], [3, 1, 1, 1]),
        Named("but those with a route of their own", ["ANY", "GET", "PUT"], [1]),
        Named("HEAD goes to GET, in batches of its own", ["GET"], [3, 1]),
        Named("HEAD has a route of its own", ["GET", "HEAD"], [3]),
        Named("which every method leaves to it", ["ANY", "HEAD"], [3, 1, 1]),
        Named("another method takes no other", ["POST", "GET", "ANY"], [1]),
    ])
    func `a route's requests are those that the gateway gives it`(
        _ row: Named<[String], [Int]>
    ) throws {
        let lines = ["GET", "HEAD", "POST", "GET", "PUT", "GET"].map { method in
            #"{"time":"2026-01-02T00:00:02.000Z","event":"request","method":"METHOD","route":"/a"}"#
                .replacing("METHOD", with: method)
        }
        let routes = row.given.map { Self.route($0, "/a") } + [Self.route("HEAD", "/b")]
        let log = try AccessLogArrivals(
            Array(lines.joined(separator: "\n").utf8), route: routes[0],
            among: Array(routes.dropFirst()))
        let counts = Dictionary(grouping: log.arrivals, by: \.key).mapValues(\.count)
        #expect(counts.values.sorted(by: >) == row.wanted)
    }

    @Test func `where the route has no key those of the log say nothing`() throws {
        let log = try AccessLogArrivals(
            Array(Self.log.utf8), route: Self.route("GET", "/a"), hasKeys: false)
        #expect(log.arrivals.map(\.key) == [0, 0])
    }

    @Test(arguments: [
        #"2026-01-02 {app="smug"} "#, #"{app="smug",pod="{}"} "#, #"{"stream":"stdout"} "#,
        #"tail: {{"x"}} "#,
    ])
    func `words before a line may have braces`(_ prefix: String) throws {
        let lines = Self.log.split(separator: "\n").dropLast().map { prefix + $0 }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        let log = try AccessLogArrivals(bytes, route: Self.route("GET", "/a"))
        #expect(log.arrivals.count == 2)
    }

    @Test func `a line that is broken is told, unless it is the last`() {
        let error = #expect(throws: ArrivalError.self) {
            try AccessLogArrivals(Array("{}\n{\"a\":\n{}\n".utf8), route: Self.route("GET", "/a"))
        }
        #expect(error?.line == 2)
    }

    @Test func `a request without a time is told, and one that began before all time is not`() {
        let line =
            #"{"time":"TIME","event":"request","method":"GET","route":"/a","totalMs":1e300}"#
        for time in ["0000-01-01T00:00:00.000Z", "2261-99-99T99:99:99.999Z", "yesterday"] {
            let text = "{}\n" + line.replacing("TIME", with: time) + "\n"
            let error = #expect(throws: ArrivalError.self) {
                try AccessLogArrivals(Array(text.utf8), route: Self.route("GET", "/a"))
            }
            #expect(error?.line == 2)
        }
        let text = line.replacing("TIME", with: "2026-01-01T00:00:00.000Z")
        let log = try? AccessLogArrivals(Array(text.utf8), route: Self.route("GET", "/a"))
        #expect(log?.arrivals.map(\.nanoseconds) == [0])
    }

    @Test(arguments: [
        Named("the epoch", "1970-01-01T00:00:00.000Z", 0 as Int64?),
        Named("a leap day", "2024-02-29T12:34:56.789Z", 1_709_210_096_789),
        Named("no time", "2024-02-29 12:34:56.789Z", nil),
        Named("too short", "2024-02-29T12:34:56Z", nil),
        Named("before 1970", "0000-01-01T00:00:00.000Z", nil),
        Named("beyond what nanoseconds hold", "2262-01-01T00:00:00.000Z", nil),
        Named("the last", "2261-12-31T23:59:60.999Z", 9_214_646_400_999),
        Named("no month, no day, no hour", "2261-99-99T99:99:99.999Z", nil),
        Named("a month of nothing", "2026-00-10T00:00:00.000Z", nil),
    ])
    func `times are read`(_ row: Named<String, Int64?>) {
        #expect(AccessLogArrivals.milliseconds(Array(row.given.utf8)[...]) == row.wanted)
    }
}
