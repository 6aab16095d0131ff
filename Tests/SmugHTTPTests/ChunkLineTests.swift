import SmugHTTP
import Testing

@Suite struct ChunkLineTests {
    static let refusals: [Refusal] = [
        .chunks("no size", "\r\n", .invalidChunkSize),
        .chunks("only an extension", ";a\r\n", .invalidChunkSize),
        .chunks("no digit", "g\r\n", .invalidChunkSize),
        .chunks("a digit, then none", "5g\r\n", .invalidChunkSize),
        .chunks("a prefix", "0x5\r\n", .invalidChunkSize),
        .chunks("a sign", "+5\r\n", .invalidChunkSize),
        .chunks("a minus", "-1\r\n", .invalidChunkSize),
        .chunks("an underscore", "1_0\r\n", .invalidChunkSize),
        .chunks("a blank before", " 5\r\n", .invalidChunkSize),
        .chunks("a blank after", "5 \r\n", .invalidChunkSize),
        .chunks("a tab after", "5\t\r\n", .invalidChunkSize),
        .chunks("a blank within", "5 5\r\n", .invalidChunkSize),
        .chunks("NUL", "5\0\r\n", .invalidChunkSize),
        .chunks("a size that overflows by one", "8000000000000000\r\n", .chunkSizeOverflow),
        .chunks("a size of 17 digits", "10000000000000005\r\n", .chunkSizeOverflow),
        .chunks("bare LF", "5\nhello\r\n", .bareLineFeed),
        .chunks("bare LF after an extension", "5;a\nhello\r\n", .bareLineFeed),
        .chunks("CR in the size", "5\r5\r\n", .bareCarriageReturn),
        .chunks("CR in an extension", "5;a\rb\r\n", .bareCarriageReturn),
        .chunks("NUL in an extension", "5;a\0\r\n", .invalidChunkExtension),
        .chunks("a quotation that does not end", "5;a=\"b\r\n", .invalidChunkExtension),
        .chunks("a quotation that ends in an escape", "5;a=\"b\\\"\r\n", .invalidChunkExtension),
        .chunks("bare LF at the end", "0\n\n", .bareLineFeed),
        .chunks(
            "a line that is too long", "5;\(String(repeating: "a", count: 256))\r\n",
            .chunkLineTooLong),
    ]

    @Test(arguments: refusals)
    func `a malformed size or extension is refused`(_ refusal: Refusal) { refusal.check() }

    @Test func `a chunk may be as large as an integer`() {
        let trace = RequestTrace(
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "7FFFFFFFFFFFFFFF\r\nabc")
        #expect(trace.error == nil)
        #expect(trace.messages.first?.body == Array("abc".utf8))
    }
}
