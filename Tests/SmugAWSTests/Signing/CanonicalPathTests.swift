import Testing

@testable import SmugAWS

@Suite struct CanonicalPathTests {
    @Test(arguments: [
        ("", "/"), ("/", "/"), ("//", "/"), ("/./", "/"), ("/.", "/"), ("/..", "/"),
        ("/example/..", "/"), ("/example1/example2/../..", "/"), ("/../../a", "/a"),
        ("/./example", "/example"), ("//example//", "/example/"),
        ("/a/./b//../c%20d/", "/a/c%2520d/"),
        ("/example space/", "/example%20space/"), ("/\u{1234}", "/%E1%88%B4"),
        ("/-._~0123abcXYZ", "/-._~0123abcXYZ"), ("/a%3Ab", "/a%253Ab"), ("/a:b", "/a%3Ab"),
        ("/%2F/x", "/%252F/x"), ("/...", "/..."), ("/a/.b/..c", "/a/.b/..c"),
    ])
    func `A path is resolved and encoded once more`(path: String, expected: String) {
        var output: [UInt8] = []
        CanonicalPath.appendNormalized(Array(path.utf8)[...], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }
}
