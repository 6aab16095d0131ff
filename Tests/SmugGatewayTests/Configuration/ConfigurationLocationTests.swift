import SmugAWS
import Testing

@testable import SmugGateway

@Suite struct ConfigurationLocationTests {
    static let accepted: [Named<String, String>] = [
        Named("a relative path", "gateway.yaml", "gateway.yaml"),
        Named("an absolute path", "/etc/smug/gateway.yaml", "/etc/smug/gateway.yaml"),
        Named("a path is not decoded", "a%20b", "a%20b"),
        Named("a path with a colon", "a:b", "a:b"),
        Named("a URI", "file:///etc/a.yaml", "/etc/a.yaml"),
        Named("an escape", "file:///a%20b%C3%A9", "/a bé"),
        Named("this host", "file://localhost/a", "/a"),
        Named("one slash", "file:/a", "/a"),
        Named("an upper-case scheme", "FILE:///a", "/a"),
        Named("a path that looks like a scheme", "file:a", "file:a"),
    ]

    @Test(arguments: accepted) func `locations are read`(_ row: Named<String, String>) throws {
        #expect(try ConfigurationLocation(parsing: row.given) == .file(path: row.wanted))
    }

    static let refused: [Named<String, ConfigurationLocationError>] = [
        Named("nothing", "", .empty),
        Named("another host", "file://server/a", .malformed("file://server/a")),
        Named("no path", "file://", .malformed("file://")),
        Named("only the root", "file:///", .malformed("file:///")),
        Named("a relative URI", "file://./a", .malformed("file://./a")),
        Named("half an escape", "file:///a%2", .malformed("file:///a%2")),
        Named("a NUL", "file:///a%00", .malformed("file:///a%00")),
        Named("not UTF-8", "file:///a%FF", .malformed("file:///a%FF")),
        Named("a query", "file:///a?b", .malformed("file:///a?b")),
        Named("no key", "s3://bucket/", .notAnObject("s3://bucket/")),
        Named("only a bucket", "s3://bucket", .notAnObject("s3://bucket")),
        Named("no bucket", "s3:///a", .notAnObject("s3:///a")),
        Named("a bucket with a slash", "s3://a%2fb/c", .notAnObject("s3://a%2fb/c")),
        Named("a short bucket", "s3://ab/c", .notAnObject("s3://ab/c")),
        Named("an access point", "s3://arn:aws:s3:x/c", .notAnObject("s3://arn:aws:s3:x/c")),
        Named("the web", "https://example.com/a", .unknownScheme("https")),
    ]

    @Test(arguments: refused)
    func `other locations are refused`(_ row: Named<String, ConfigurationLocationError>) {
        #expect(throws: row.wanted) { try ConfigurationLocation(parsing: row.given) }
    }

    @Test(arguments: ["a/b.yaml", "/a", "a%20b", "a?b#c", "..", "a b", "é"])
    func `the key of an object is taken as it is`(key: String) throws {
        let location = try ConfigurationLocation(parsing: "S3://my.bucket-1/\(key)")
        let address = try #require(S3Address(bucket: "my.bucket-1", key: key))
        #expect(location == .object(address))
        #expect(location.description == "s3://my.bucket-1/\(key)")
    }

    @Test(arguments: [(1024, true), (1025, false)])
    func `a key has at most 1024 bytes`(count: Int, isGood: Bool) {
        let text = "s3://bucket/" + String(repeating: "k", count: count)
        #expect(((try? ConfigurationLocation(parsing: text)) != nil) == isGood)
    }

    @Test func `errors say what to do`() {
        let error = ConfigurationLocationError.notAnObject("s3://b/k")
        #expect(
            error.description
                == "\"s3://b/k\" names no object in S3\n"
                + "  give s3://bucket/key, with a bucket of 3 characters or more and a key")
    }
}
