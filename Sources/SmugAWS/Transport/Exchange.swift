internal import SmugLoop

/// Who gets the whole answer of a request, or why there is none.
protocol ExchangeReceiver: AnyObject, Sendable {
    /// Comes once, on the request's loop.
    func receive(_ outcome: consuming Result<IncomingResponse, TransportError>)
}

/// One request, and its answer when it is whole; only for its loop.
protocol Exchange: AnyObject {
    /// Sends the request and has what comes of it told to `receiver`, later, which it keeps until
    /// then.
    func start(until deadline: MonotonicTime, to receiver: any ExchangeReceiver)

    /// Wants no more than the answer's end: its bytes are thrown away as they come.
    ///
    /// The receiver is told of that end, when the service has done what it was asked for, or of the
    /// deadline. Where the service has not got the whole request it never begins, and that is told
    /// at once.
    func abandon()
}
