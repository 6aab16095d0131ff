import TestSupport
import Testing

@testable import SmugGateway

@Suite struct PathTemplateTests {
    /// Literals as text, `{}` for a parameter, `{+}` for a greedy one.
    private func segments(_ template: PathTemplate) -> [String] {
        template.segments.map { segment in
            switch segment {
            case .literal(let bytes): String(decoding: bytes, as: UTF8.self)
            case .parameter: "{}"
            case .greedy: "{+}"
            }
        }
    }

    static let accepted: [Named<String, [String]>] = [
        Named("the root", "/", [""]), Named("one segment", "/a", ["a"]),
        Named("a trailing slash", "/a/", ["a", ""]), Named("empty segments", "//a", ["", "a"]),
        Named("a parameter", "/a/{id}", ["a", "{}"]),
        Named("several", "/{a}/b/{c}", ["{}", "b", "{}"]),
        Named("a greedy one", "/a/{rest+}", ["a", "{+}"]),
        Named("only a greedy one", "/{proxy+}", ["{+}"]),
        Named("escapes", "/a%20b/%2F/%C3%A9", ["a b", "/", "é"]),
        Named("an escaped brace", "/%7Ba%7D", ["{a}"]), Named("other scripts", "/é", ["é"]),
        Named("dots", "/../.", ["..", "."]),
        Named("marks", "/a:b;c,d=e@f!$&'()*+~_-.", ["a:b;c,d=e@f!$&'()*+~_-."]),
    ]

    @Test(arguments: accepted) func `templates are read`(_ row: Named<String, [String]>) throws {
        let template = try PathTemplate(parsing: row.given)
        #expect(segments(template) == row.wanted)
        #expect(template.text == row.given)
    }

    @Test func `names are kept in order`() throws {
        let template = try PathTemplate(parsing: "/{order_id}/{_a.b-c1}/{Rest+}")
        #expect(template.parameterNames == ["order_id", "_a.b-c1", "Rest"])
    }

    static let refused: [Named<String, PathTemplateError>] = [
        Named("nothing", "", .noLeadingSlash("")), Named("no slash", "a", .noLeadingSlash("a")),
        Named("a parameter first", "{a}", .noLeadingSlash("{a}")),
        Named("an empty name", "/{}", .parameterName("")),
        Named("an empty greedy name", "/{+}", .parameterName("")),
        Named("a digit first", "/{1a}", .parameterName("1a")),
        Named("a plus inside", "/{a+b}", .parameterName("a+b")),
        Named("two pluses", "/{a++}", .parameterName("a+")),
        Named("another script", "/{é}", .parameterName("é")),
        Named("text before", "/a{b}", .partialSegment("a{b}")),
        Named("text after", "/{a}.json", .partialSegment("{a}.json")),
        Named("two in a segment", "/{a}{b}", .partialSegment("{a}{b}")),
        Named("an open brace", "/{a", .partialSegment("{a")),
        Named("only an open brace", "/{", .partialSegment("{")),
        Named("a closing brace", "/a}", .partialSegment("a}")),
        Named("braces in braces", "/{{a}}", .partialSegment("{{a}}")),
        Named("a brace over segments", "/{a/b}", .partialSegment("{a")),
        Named("a name twice", "/{a}/{a}", .repeatedName("a")),
        Named("a greedy name twice", "/{a}/{a+}", .repeatedName("a")),
        Named("greedy in the middle", "/{a+}/b", .greedyNotLast("a")),
        Named("greedy before a slash", "/{a+}/", .greedyNotLast("a")),
        Named("half an escape", "/a%2", .malformedEscape("a%2")),
        Named("a wrong escape", "/%zz", .malformedEscape("%zz")),
        Named("an escape over segments", "/%2/0", .malformedEscape("%2")),
        Named("a query", "/a?b", .character("?")), Named("a fragment", "/a#b", .character("#")),
        Named("a space", "/a b", .character(" ")),
        Named("a control character", "/a\u{7}", .character("\u{7}")),
        Named("too long", String(repeating: "/a", count: 65), .tooManySegments),
    ]

    @Test(arguments: refused)
    func `what is no template is refused`(_ row: Named<String, PathTemplateError>) {
        #expect(throws: row.wanted) { try PathTemplate(parsing: row.given) }
        #expect(!row.wanted.message.isEmpty && !row.wanted.remedy.isEmpty)
    }

    @Test(arguments: UInt64(0)..<10) func `random text never traps`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = ["/", "{", "}", "a", "+", "%", "2", "%41", "{a}", "é", ".", " "]
        for _ in 0..<500 {
            let count = Int.random(in: 0..<12, using: &random)
            let text = (0..<count).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            _ = try? PathTemplate(parsing: "/" + text.joined())
        }
    }
}
