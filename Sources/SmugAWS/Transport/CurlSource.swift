/// A transfer of libcurl, as the stream that it fills sees it.
final class CurlSource: ResponseSource {
    private let multi: CurlMulti
    private let transfer: CurlTransfer

    init(multi: CurlMulti, transfer: CurlTransfer) {
        self.multi = multi
        self.transfer = transfer
    }

    func resume() { multi.goOn(transfer) }

    /// libcurl has no way to hold it to one connection: a request that a kept one has lost, it sends
    /// again, and then the end of that is what shows.
    func goOnUnread() -> Bool { transfer.isSent }

    func cancel() { multi.abandon(transfer) }
}
