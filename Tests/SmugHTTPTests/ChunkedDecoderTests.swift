import SmugHTTP
import Testing

@Suite struct ChunkedDecoderTests {
    static let refusals: [Refusal] = [
        .chunks("data that is too long", "2\r\nabc\r\n0\r\n\r\n", .missingChunkEnd),
        .chunks("LF after data", "2\r\nab\n0\r\n\r\n", .missingChunkEnd),
        .chunks("CR alone after data", "2\r\nab\rx0\r\n\r\n", .missingChunkEnd),
        .chunks("data that is too short", "4\r\nab\r\n0\r\n\r\n", .missingChunkEnd),
        .chunks("a folded trailer", "0\r\nX: a\r\n b\r\n\r\n", .obsoleteLineFolding),
        .chunks("a trailer without colon", "0\r\nX\r\n\r\n", .missingColon),
        .chunks("a trailer with a space before the colon", "0\r\nX : a\r\n\r\n", .spaceBeforeColon),
        .chunks("NUL in a trailer", "0\r\nX: \0\r\n\r\n", .invalidFieldValue),
        .chunks("bare LF in a trailer", "0\r\nX: a\n\r\n", .bareLineFeed),
        .chunks(
            "a request instead of the last line", "0\r\nGET / HTTP/1.1\r\n\r\n", .spaceBeforeColon),
    ]

    @Test(arguments: refusals)
    func `broken chunks and trailers are refused`(_ refusal: Refusal) { refusal.check() }

    @Test func `trailers are limited together and each`() {
        var limits = HTTPLimits()
        limits.maxTrailerBytes = 21
        limits.maxFieldLineBytes = 100
        Refusal.chunks("together", "0\r\nX: 12345\r\nY: 12345\r\n\r\n", .trailersTooLarge)
            .check(limits: limits)
        limits.maxTrailerBytes = 100
        limits.maxFieldLineBytes = 26
        Refusal.chunks("each", "0\r\nX: 123456789012345678901234\r\n\r\n", .fieldLineTooLong)
            .check(limits: limits)
    }

    @Test func `the whole body is limited, without its framing`() {
        var limits = HTTPLimits()
        limits.maxBodyBytes = 5
        Refusal.chunks("one byte more", "3\r\nabc\r\n3\r\ndef\r\n", .bodyTooLarge)
            .check(limits: limits)
        Refusal.chunks("far more", "1\r\na\r\n7FFFFFFFFFFFFFFF\r\n", .bodyTooLarge)
            .check(limits: limits)
        let trace = RequestTrace(
            Refusal.chunks("", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", .bodyTooLarge).text,
            limits: limits)
        #expect(trace.messages.first?.isComplete == true)
    }
}
