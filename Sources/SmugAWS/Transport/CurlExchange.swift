internal import SmugLoop

/// One request through libcurl, and its answer when it is whole.
final class CurlExchange: Exchange {
    private let multi: CurlMulti
    private var request: OutgoingRequest?
    private var transfer: CurlTransfer?
    private var receiver: (any ExchangeReceiver)?

    init(_ request: OutgoingRequest, of multi: CurlMulti) {
        self.request = request
        self.multi = multi
    }

    func start(until deadline: MonotonicTime, to receiver: any ExchangeReceiver) {
        guard var request = request.take() else { return }
        request.timeout = EventLoop.now.duration(to: deadline)
        self.receiver = receiver
        do throws(TransportError) {
            let transfer = try multi.start(request, .whole { [self] in finish($0) })
            // It may have failed already.
            if self.receiver != nil { self.transfer = transfer }
        } catch {
            finish(.failure(error))
        }
    }

    /// Told behind what libcurl does at the moment, which may be the start.
    private func finish(_ outcome: CurlTransfer.Outcome) {
        guard let receiver = receiver.take() else { return }
        transfer = nil
        multi.loop.execute { receiver.receive(outcome) }
    }

    func abandon() {
        guard let transfer else { return }
        guard transfer.isSent else {
            self.transfer = nil
            multi.abandon(transfer)
            let told = receiver.take()
            told?.receive(
                .failure(
                    TransportError(.cancelled(requestSent: false), "the caller was cancelled")))
            return
        }
        transfer.discard()
    }
}
