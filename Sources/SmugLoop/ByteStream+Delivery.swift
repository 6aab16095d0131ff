internal import CUV
internal import Glibc

extension ByteStream {
    /// What ``takeArrived()`` reads at a time: what an idle connection is sent is short, and more
    /// would not lie on the stack.
    private static let arrivedBytes = 1024

    /// Hands over what has arrived by now, and the end, before the loop comes to it.
    ///
    /// Whoever is about to write over a connection that lay idle learns that its peer has left.
    package func takeArrived() {
        guard isReading, let descriptor else { return }
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.arrivedBytes, alignment: 1) {
            while isReading {
                let count = unsafe recv(
                    descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
                if count > 0 {
                    let bytes = unsafe UnsafeRawBufferPointer(rebasing: $0[..<count])
                    delegate?.streamDidReceive(unsafe bytes.bindMemory(to: UInt8.self).span)
                } else if count == 0 {
                    end(pendingError())
                } else if errno != EINTR {
                    let code = errno
                    if code != EAGAIN { end(LoopError(errno: code, call: "read")) }
                    return
                }
            }
        }
    }

    /// Whether the peer, which has ended the connection, may have all that was written.
    ///
    /// It has not where the system never took it all, or where the peer ended its side before its
    /// system acknowledged it all: each segment acknowledges what had come by then (RFC 9293
    /// section 3.4), so that what arrived later met somebody who was leaving. A reset proves nothing: the
    /// system drops what it acknowledges.
    ///
    /// - Parameter earlier: what ``writtenBytes`` was when all so far had certainly arrived.
    package func mayHaveArrived(after earlier: Int) -> Bool {
        if pendingBytes > 0 { return false }
        guard !isReset, let acknowledged = acknowledgedBytes, acknowledged >= earlier else {
            return true
        }
        return acknowledged >= writtenBytes
    }

    /// Bytes that the peer's system has acknowledged; the connection's first packet counts as one.
    ///
    /// `nil` where the system does not count them.
    private var acknowledgedBytes: Int? {
        /// `tcpi_bytes_acked` of the kernel's `tcp_info`, of which glibc has but the beginning.
        let place = 120
        guard let descriptor else { return nil }
        var facts = [16 of UInt64](repeating: 0)
        var size = socklen_t(MemoryLayout.size(ofValue: facts))
        let status = unsafe getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &facts, &size)
        guard status == 0, size >= place + MemoryLayout<UInt64>.size else { return nil }
        return Int(clamping: facts[place / MemoryLayout<UInt64>.size])
    }
}
