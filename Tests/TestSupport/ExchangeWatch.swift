package import SmugNet

/// Says with closures what a handler's taker of an exchange does.
package final class ExchangeWatch: HTTPExchangeTaker {
    package var onAbandon: (() -> Void)?
    package var onEnd: (() -> Void)?

    package func exchangeWasAbandoned() { onAbandon?() }

    package func exchangeDidEnd() {
        onEnd?()
        onEnd = nil
        onAbandon = nil
    }
}

extension HTTPExchange {
    private var watch: ExchangeWatch {
        if let watch = taker as? ExchangeWatch { return watch }
        let watch = ExchangeWatch()
        taker = watch
        return watch
    }

    /// Has `body` called when the client leaves before the answer.
    package func whenAbandoned(_ body: @escaping () -> Void) { watch.onAbandon = body }

    /// Finishes it, and has `body` called at its end.
    package func finish(_ response: HTTPResponse, then body: @escaping () -> Void) {
        watch.onEnd = body
        finish(response)
    }
}
