import TestSupport
import Testing

@testable import SmugAWS

@Suite struct XMLReaderTests {
    private static let answer = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- an answer -->
        <Error xmlns='urn:x' a = "1>2"><Code>NoSuchKey</Code>
          <Message>a &lt;b&gt; &amp; &#x43;&#100; &quot;&apos;<![CDATA[<raw>&amp;]]></Message>
          <Empty/><s3:Key >k</s3:Key >
        </Error>

        """

    @Test func `An answer of S3 is read`() throws {
        let root = try XMLElement(parsing: Array(Self.answer.utf8))
        #expect(root.name == "Error")
        #expect(root["Code"]?.text == "NoSuchKey")
        #expect(root["Message"]?.text == "a <b> & Cd \"'<raw>&amp;")
        #expect(root["Empty"] == XMLElement(name: "Empty"))
        #expect(root["Key"]?.text == "k")
        #expect(root["None"] == nil)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let code: XMLError.Code

        init(_ name: String, _ text: String, _ code: XMLError.Code) {
            testDescription = name
            self.text = text
            self.code = code
        }
    }

    @Test(arguments: [
        Refusal("nothing", "", .unexpectedEnd),
        Refusal("no end", "<a>", .unexpectedEnd),
        Refusal("an open comment", "<!-- a", .unexpectedEnd),
        Refusal("an open attribute", "<a b=\"", .unexpectedEnd),
        Refusal("another end", "<a></b>", .mismatchedTag),
        Refusal("an end alone", "</a>", .mismatchedTag),
        Refusal("an end with another prefix", "<x:a></a>", .mismatchedTag),
        Refusal("text before", "x<a/>", .textOutsideRoot),
        Refusal("text behind", "<a/>x", .textOutsideRoot),
        Refusal("raw text outside", "<![CDATA[x]]><a/>", .textOutsideRoot),
        Refusal("two roots", "<a/><b/>", .severalRoots),
        Refusal("a document type", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", .documentType),
        Refusal("an entity", "<a>&x;</a>", .malformedReference),
        Refusal("an ampersand", "<a>a & b</a>", .malformedReference),
        Refusal("a NUL", "<a>&#0;</a>", .malformedReference),
        Refusal("a surrogate", "<a>&#xD800;</a>", .malformedReference),
        Refusal("a signed number", "<a>&#+65;</a>", .malformedReference),
        Refusal("no name", "< a/>", .malformedMarkup),
        Refusal("a digit first", "<1/>", .malformedMarkup),
        Refusal("an attribute without value", "<a b/>", .malformedMarkup),
        Refusal("attributes without space", "<a b='1'c='2'/>", .malformedMarkup),
        Refusal("markup in an attribute", "<a b='<'/>", .malformedMarkup),
    ])
    func `What is no document is refused`(_ item: Refusal) {
        #expect(Self.fault(Array(item.text.utf8)) == item.code)
    }

    /// Nil where it is a document.
    private static func fault(_ bytes: [UInt8]) -> XMLError.Code? {
        do throws(XMLError) {
            _ = try XMLElement(parsing: bytes)
            return nil
        } catch { return error.code }
    }

    @Test func `Bytes that are not UTF-8 are refused`() {
        #expect(Self.fault(Array("<a>".utf8) + [0xFF]) == .notUTF8)
    }

    @Test func `Depth and number of elements have a limit`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((repeated("<a>", depth) + repeated("</a>", depth)).utf8)
        }
        func repeated(_ text: String, _ count: Int) -> String {
            String(repeating: text, count: count)
        }
        #expect(Self.fault(nested(XMLReader.maxDepth)) == nil)
        #expect(Self.fault(nested(XMLReader.maxDepth + 1)) == .tooDeep)
        func flat(_ count: Int) -> [UInt8] {
            Array("<a>\(repeated("<b/>", count - 1))</a>".utf8)
        }
        #expect(Self.fault(flat(XMLReader.maxElements)) == nil)
        #expect(Self.fault(flat(XMLReader.maxElements + 1)) == .tooManyElements)
    }

    @Test func `No truncation is a document, and none traps`() {
        let bytes = Array(Self.answer.utf8)
        let end = bytes.count - 2
        for count in 0..<end {
            #expect(throws: XMLError.self) { try XMLElement(parsing: Array(bytes[..<count])) }
        }
    }

    @Test(arguments: 0..<20) func `No spoilt document traps`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            var bytes = Array(Self.answer.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: bytes.indices, using: &random)
                bytes[at] =
                    Bool.random(using: &random)
                    ? "<>&;!/?-[]='\" ".utf8.randomElement(using: &random) ?? 0
                    : UInt8.random(in: 0...255, using: &random)
            }
            _ = try? XMLElement(parsing: bytes)
        }
    }
}
