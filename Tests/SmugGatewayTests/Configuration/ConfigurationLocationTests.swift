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
        Named(
            "an object", "s3://bucket/a/b.yaml", .objectStoreNotSupported("s3://bucket/a/b.yaml")),
        Named("no key", "s3://bucket/", .malformed("s3://bucket/")),
        Named("only a bucket", "s3://bucket", .malformed("s3://bucket")),
        Named("no bucket", "s3:///a", .malformed("s3:///a")),
        Named("the web", "https://example.com/a", .unknownScheme("https")),
    ]

    @Test(arguments: refused)
    func `other locations are refused`(_ row: Named<String, ConfigurationLocationError>) {
        #expect(throws: row.wanted) { try ConfigurationLocation(parsing: row.given) }
    }

    @Test func `errors say what to do`() {
        let error = ConfigurationLocationError.objectStoreNotSupported("s3://b/k")
        #expect(
            error.description
                == "\"s3://b/k\" is in S3, which is not supported by this version\n"
                + "    copy the manifest to a file and give its path")
    }
}
