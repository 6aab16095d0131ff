import SmugHTTP
import Testing

@Suite struct TransferCodingsTests {
    static func codings(_ value: String, _ code: HTTPParseError.Code) -> Refusal {
        .fields(value, "Transfer-Encoding: \(value)\r\n", code)
    }

    static let refusals: [Refusal] = [
        codings("", .invalidTransferEncoding),
        codings(",", .invalidTransferEncoding),
        codings("chunked,", .invalidTransferEncoding),
        codings(", chunked", .invalidTransferEncoding),
        codings("chunked;q=1", .invalidTransferEncoding),
        codings("\"chunked\"", .invalidTransferEncoding),
        codings("chunked x", .invalidTransferEncoding),
        codings("identity", .unsupportedTransferEncoding),
        codings("gzip", .unsupportedTransferEncoding),
        codings("xchunked", .unsupportedTransferEncoding),
        codings("gzip, chunked", .unsupportedTransferEncoding),
        codings("gzip, deflate", .unsupportedTransferEncoding),
        codings("chunked, gzip", .chunkedNotFinal),
        codings("chunked, chunked", .chunkedNotFinal),
        codings("gzip, chunked, gzip", .chunkedNotFinal),
        codings("chunked\u{B}", .invalidFieldValue),
        .fields(
            "twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            .chunkedNotFinal),
        .fields(
            "first in another field",
            "Transfer-Encoding: chunked\r\ntransfer-encoding: identity\r\n",
            .chunkedNotFinal),
        .fields(
            "last of two fields", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            .unsupportedTransferEncoding),
    ]

    @Test(arguments: refusals)
    func `anything but chunked alone is refused`(_ refusal: Refusal) { refusal.check() }

    @Test(arguments: ["chunked", "CHUNKED", " \tchunked\t "])
    func `chunked is known in any case`(_ value: String) {
        let trace = RequestTrace(
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\(value)\r\n\r\n1\r\na\r\n0\r\n\r\n")
        #expect(trace.messages.first?.isComplete == true)
    }
}
