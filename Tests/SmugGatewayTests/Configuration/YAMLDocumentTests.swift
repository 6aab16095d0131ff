import TestSupport
import Testing

@testable import SmugGateway

@Suite struct YAMLDocumentTests {
    /// The tree in one line: `line:column` before each value and key.
    private func dump(_ text: String, limits: YAMLLimits = .init()) -> String {
        do throws(DocumentProblem) {
            let document = try YAMLDocument(parsing: Array(text.utf8), limits: limits)
            return dump(document.root)
                + document.problems.map { " | \(at($0.position)) \($0.path) \($0.message)" }
                .joined()
        } catch {
            return "\(at(error.position)) \(error.message)"
        }
    }

    private func at(_ position: TextPosition) -> String { "\(position.line):\(position.column)" }

    private func dump(_ node: YAMLNode) -> String {
        let place = at(node.position)
        switch node.content {
        case .scalar(let scalar):
            return scalar.isPlain ? "\(place) \(scalar.text)" : "\(place) '\(scalar.text)'"
        case .sequence(let items):
            return "\(place) [\(items.map(dump).joined(separator: ", "))]"
        case .mapping(let entries):
            let inner = entries.map { "\(at($0.keyPosition)) \($0.key) = \(dump($0.value))" }
            return "\(place) {\(inner.joined(separator: ", "))}"
        }
    }

    typealias Case = Named<String, String>

    static let trees: [Case] = [
        Case("a scalar", "abc", "1:1 abc"),
        Case("a mapping", "a: 1\nb: x", "1:1 {1:1 a = 1:4 1, 2:1 b = 2:4 x}"),
        Case("a nested mapping", "a:\n  b: 'c'", "1:1 {1:1 a = 2:3 {2:3 b = 2:6 'c'}}"),
        Case("a sequence", "a:\n  - x\n  - \"y\"", "1:1 {1:1 a = 2:3 [2:5 x, 3:5 'y']}"),
        Case("flow style", "a: {b: [1, 2]}", "1:1 {1:1 a = 1:4 {1:5 b = 1:8 [1:9 1, 1:12 2]}}"),
        Case(
            "JSON", "{\"a\":{\"b\":[1,\"2\"]}}",
            "1:1 {1:2 a = 1:6 {1:7 b = 1:11 [1:12 1, 1:14 '2']}}"),
        Case("JSON with tabs", "{\n\t\"a\": 1\n}", "1:1 {2:2 a = 2:7 1}"),
        Case("a key without value", "a:\nb: 1", "1:1 {1:1 a = 1:3 , 2:1 b = 2:4 1}"),
        Case("columns count characters", "é: ü", "1:1 {1:1 é = 1:4 ü}"),
        Case("a byte order mark", "\u{FEFF}a: 1", "1:1 {1:1 a = 1:4 1}"),
        Case("an alias", "a: &x 1\nb: *x", "1:1 {1:1 a = 1:4 1, 2:1 b = 1:4 1}"),
        Case(
            "an alias of a mapping", "a: &x {c: 1}\nb: *x",
            "1:1 {1:1 a = 1:4 {1:8 c = 1:11 1}, 2:1 b = 1:4 {1:8 c = 1:11 1}}"),
        Case("an anchor given again", "[&x 1, &x 2, *x]", "1:1 [1:2 1, 1:8 2, 1:8 2]"),
        Case("a tag of somebody's stays in sight", "a: !Ref b", "1:1 {1:1 a = 1:4 '!Ref b'}"),
        Case(
            "a list's and a map's own tags", "{a: !!seq [b], c: !!map {d: e}, f: ! [g]}",
            "1:1 {1:2 a = 1:5 [1:12 b], 1:16 c = 1:19 {1:26 d = 1:29 e}, 1:33 f = 1:36 [1:39 g]}"
        ),
        Case("tags of the core schema", "a: !!str 1\nb: ! x", "1:1 {1:1 a = 1:4 1, 2:1 b = 2:4 x}"),
        Case("document marks", "---\na: 1\n...\n", "2:1 {2:1 a = 2:4 1}"),
        Case("comments", "# hi\na: 1 # there", "2:1 {2:1 a = 2:4 1}"),
        Case("a block scalar", "a: |\n  x\n  y\n", "1:1 {1:1 a = 1:4 'x\ny\n'}"),
    ]

    @Test(arguments: trees) func `a document becomes a tree with places`(_ row: Case) {
        #expect(dump(row.given) == row.wanted)
    }

    static let refused: [Case] = [
        Case("no bytes", "", "1:1 is empty"),
        Case("only comments", "# nothing\n", "1:1 is empty"),
        Case("two documents", "a: 1\n---\nb: 2", "2:1 holds a second document"),
        Case(
            "a list that is to become something else", "a: !Split [x, y]",
            "1:4 has the tag !Split, which means nothing here"),
        Case(
            "a map that is to become something else", "a:\n  !Transform {b: c}",
            "2:3 has the tag !Transform, which means nothing here"),
        Case(
            "an alias of nothing", "a: *x", "1:4 uses the alias `*x`, which has no anchor before it"
        ),
        Case(
            "an alias of what holds it", "a: &x [*x]",
            "1:8 uses the alias `*x` inside its own anchor"),
        Case(
            "a tab", "a:\n\tb: 1",
            "2:1 is not valid YAML: found character that cannot start any token, "
                + "while scanning for the next token"),
        Case(
            "an open quote", "a: \"b",
            "1:6 is not valid YAML: found unexpected end of stream, "
                + "while scanning a quoted scalar"),
        Case(
            "wrong indentation", "a:\n    b: 1\n  c: 2",
            "3:3 is not valid YAML: did not find expected key, while parsing a block mapping"),
        Case(
            "a control character", "a: 1\nb\u{1}",
            "2:2 is not valid YAML: control characters are not allowed"),
    ]

    @Test(arguments: refused) func `what is no document is refused with its place`(_ row: Case) {
        #expect(dump(row.given) == row.wanted)
    }

    @Test func `bytes that are not UTF-8 are refused with their place`() {
        let bytes = Array("é: 1\nab".utf8) + [0xFF]
        let error = #expect(throws: DocumentProblem.self) { try YAMLDocument(parsing: bytes) }
        #expect(error?.position == TextPosition(line: 2, column: 3))
        #expect(error?.remedy == "save the file as UTF-8 text")
    }

    @Test func `a tab has its own remedy`() {
        let error = #expect(throws: DocumentProblem.self) {
            try YAMLDocument(parsing: Array("a:\n\tb: 1".utf8))
        }
        #expect(error?.remedy == "indent this line with spaces; YAML does not take tabs there")
    }

    static let kept: [Case] = [
        Case(
            "a repeated key", "a: 1\nb:\n  c: 1\n  c: 2",
            "1:1 {1:1 a = 1:4 1, 2:1 b = 3:3 {3:3 c = 3:6 1}} | 4:3 b.c was given before, on line 3"
        ),
        Case(
            "a key that is a list", "[a]: 1\nb: 2",
            "1:1 {2:1 b = 2:4 2} | 1:1  has a key that is not text"),
        Case(
            "a merge key", "a: &x {}\nb:\n  <<: *x",
            "1:1 {1:1 a = 1:4 {}, 2:1 b = 3:3 {}} "
                + "| 3:3 b.<< is a merge key, which YAML 1.2 does not have"
        ),
        Case(
            "a repeat in a list", "- {a: 1, a: 2}",
            "1:1 [1:3 {1:4 a = 1:7 1}] | 1:10 [0].a was given before, on line 1"),
    ]

    @Test(arguments: kept) func `keys that are wrong are reported beside the tree`(_ row: Case) {
        #expect(dump(row.given) == row.wanted)
    }

    @Test func `limits hold with aliases expanded`() {
        var limits = YAMLLimits()
        limits.maxDepth = 3
        #expect(dump("[[[1]]]", limits: limits) == "1:1 [1:2 [1:3 [1:4 1]]]")
        #expect(dump("[[[[1]]]]", limits: limits) == "1:4 nests deeper than 3 levels")
        #expect(dump("[&x [[1]], [*x]]", limits: limits) == "1:13 nests deeper than 3 levels")
        limits = YAMLLimits()
        limits.maxNodes = 8
        #expect(!dump("[&x [1, 2], *x, 1]", limits: limits).contains("more than"))
        #expect(
            dump("[&x [1, 2], *x, *x]", limits: limits)
                == "1:17 holds more than 8 values with its aliases expanded")
        limits.maxBytes = 4
        #expect(dump("a: 1", limits: limits) == "1:1 {1:1 a = 1:4 1}")
        #expect(dump("a: 12", limits: limits) == "1:1 is larger than 4 bytes")
    }

    @Test func `a billion laughs end early`() {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 {
            let alias = "*a\(level - 1)"
            let list = Array(repeating: alias, count: 10).joined(separator: ",")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        #expect(dump(text).hasSuffix("holds more than 262144 values with its aliases expanded"))
    }

    @Test(arguments: ["[", "{", "{a: ", "- ", "? "])
    func `nesting without end is refused quickly`(_ piece: String) {
        let text = String(repeating: piece, count: 100_000)
        #expect(dump(text).contains("nests deeper than 64 levels"))
    }

    @Test(arguments: UInt64(0)..<40) func `random bytes never trap`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("ab:-?,[]{}#&*!|>'\"%@`~ \n\t\\0x.<\r\u{85}é".utf8) + [0, 0xFF, 0xC3]
        for _ in 0..<200 {
            let count = Int.random(in: 0..<60, using: &random)
            let bytes = (0..<count).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = try? YAMLDocument(parsing: bytes)
        }
    }
}
