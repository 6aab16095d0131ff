/// A transfer of libcurl, as the stream that it fills sees it.
final class CurlSource: ResponseSource {
    private let multi: CurlMulti
    private let transfer: CurlTransfer

    init(multi: CurlMulti, transfer: CurlTransfer) {
        self.multi = multi
        self.transfer = transfer
    }

    func resume() { multi.goOn(transfer) }

    func cancel() { multi.abandon(transfer) }
}
