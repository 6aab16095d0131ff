import SmugLoop

/// Who gets a request's answer; its work on the loop is to end the wait, whose time is over.
protocol AnswerReceiver: LoopWork {
    /// Comes once, and is the receiver's own.
    func receive(_ answer: consuming Answer)
}

/// Who waits for an answer, and is told once.
struct AnswerWaiter: Sendable {
    let receiver: any AnswerReceiver
    /// Where the answer is told; `nil` for who may be told anywhere.
    var loop: EventLoop?
    /// What ends the wait when its time is over; on ``loop``.
    var timer: TimerID?

    /// From any thread.
    func tell(_ answer: consuming Answer) {
        if let loop {
            guard loop.isCurrent else {
                let answer = answer
                return loop.execute { tell(answer) }
            }
            if let timer { loop.cancel(timer) }
        }
        receiver.receive(answer)
    }
}

/// A task that waits for an answer.
@safe final class AnswerContinuation: AnswerReceiver {
    private let continuation: UnsafeContinuation<Answer, Never>
    private let endWait: @Sendable () -> Void

    init(
        _ continuation: UnsafeContinuation<Answer, Never>, endWait: @escaping @Sendable () -> Void
    ) {
        unsafe self.continuation = continuation
        self.endWait = endWait
    }

    func runOnLoop() { endWait() }

    func receive(_ answer: consuming Answer) { unsafe continuation.resume(returning: answer) }
}
