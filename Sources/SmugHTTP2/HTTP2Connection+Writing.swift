internal import SmugLoop
internal import SmugNet

/// What the session has to say, on its way to the client.
extension HTTP2Connection {
    /// Whether a stream that has nothing left to give still has something on its way.
    var isHeldBack: Bool { isFlushScheduled || transport.pendingBytes > 0 }

    /// Sends what there is to send at the end of the loop's turn: answers of one batch that come
    /// one by one go out together.
    func scheduleFlush() {
        guard !isFlushScheduled, phase == .open else { return }
        isFlushScheduled = true
        loop.execute { [self] in
            if isFlushScheduled { flush() }
        }
    }

    /// Sees to it that what a stream has left is sent.
    ///
    /// - Returns: whether so many bytes are sure to go out with the next flush, which counts as
    ///   taken: they are few, and nothing holds them back.
    func promise(_ count: Int, of id: Int32) -> Bool {
        scheduleFlush()
        let promised = promisedBytes + count
        guard transport.pendingBytes == 0, promised <= HTTP2Limits.maxWriteBytes else {
            return false
        }
        guard count == 0 || session.remoteWindow(of: id) >= promised else { return false }
        promisedBytes = promised
        return true
    }

    func flush() {
        isFlushScheduled = false
        guard phase == .open else { return }
        promisedBytes = 0
        var hasMore = true
        while hasMore, phase == .open, transport.pendingBytes == 0 {
            hasMore = session.produce(upTo: HTTP2Limits.maxWriteBytes)
            let output = session.takeOutput()
            guard !output.isEmpty else { break }
            writtenBytes += output.count
            if !transport.write(output), phase == .open { watchWriting() }
        }
        settle()
        guard phase == .open else { return }
        if let flood { return end(flood) }
        if transport.pendingBytes == 0, !isFlushScheduled { untaken.removeAll { $0.passedOn() } }
        if unsentCount > 0 { watchUnsent() }
        if session.isOver, transport.pendingBytes == 0 { linger() }
    }

    /// Bytes of what was handed to the transport that the client's system has acknowledged; not for
    /// a hot path.
    ///
    /// Where it is encrypted what is under way counts as longer than it is, so that this lags behind
    /// a little until all is acknowledged.
    var acknowledgedBytes: Int { max(0, writtenBytes - transport.unsentBytes) }

    func watchWriting() {
        deadlines.write.begin(
            until: after(settings.writeTimeout),
            at: TakingWatch.Taken(ofConnection: acknowledgedBytes))
        watch(deadlines.write.deadline)
    }

    private func watchUnsent() {
        guard streams.contains(where: \.isUnwatched) else { return }
        let (deadline, acknowledged) = (after(settings.writeTimeout), acknowledgedBytes)
        for stream in streams where stream.isUnwatched {
            stream.awaitTaking(until: deadline, acknowledged: acknowledged)
        }
        watch(deadline)
    }

    func streamDidDrain() {
        deadlines.write.end()
        flush()
    }
}
