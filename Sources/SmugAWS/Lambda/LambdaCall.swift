internal import SmugHTTP
internal import SmugLoop

/// Who gets a call's payload, or why there is none.
package protocol LambdaCallReceiver: AnyObject, Sendable {
    typealias Outcome = Result<[UInt8], LambdaError>

    /// Comes once, on the call's loop.
    func receive(_ outcome: consuming Outcome)
}

/// One call of a function, which takes a task only where there is more to wait for than Lambda:
/// for credentials, or for a connection.
///
/// A task for each invocation would cost more than all that the invocation itself does here. Only
/// for its loop, but for ``cancel()``.
final class LambdaCall: ExchangeReceiver, Cancellable, @unchecked Sendable {
    /// Kept as long as it may have to go out again.
    private var invocation: LambdaInvocation?
    private let client: LambdaClient
    private let deadline: MonotonicTime
    private let loop: EventLoop
    /// Let go with the end: it may hold who holds this call.
    private var receiver: (any LambdaCallReceiver)?
    private var exchange: (any Exchange)?
    private var task: Task<Void, Never>?
    /// What it was signed with, and when.
    private var signature: (credentials: Credentials, time: Int64)?
    private var mayBeSignedAnew = true
    /// What has become of the function, once nothing more is seen of it.
    private var remainder = WorkRemainder.over
    /// Who is told what has become of the function of a call that was cancelled.
    private var over: (@Sendable (WorkRemainder) -> Void)?

    init(
        of client: LambdaClient, until deadline: MonotonicTime, on loop: EventLoop,
        to receiver: any LambdaCallReceiver
    ) {
        self.client = client
        self.deadline = deadline
        self.loop = loop
        self.receiver = receiver
    }

    func start(_ invocation: consuming LambdaInvocation) {
        var isSent = false
        if let credentials = client.credentials.atHand(at: loop.recently) {
            // A task finds the same error, and tells it later.
            isSent = (try? send(invocation, with: credentials)) != nil
        }
        self.invocation = consume invocation
        if !isSent { runTask() }
    }

    private func send(_ invocation: LambdaInvocation, with credentials: Credentials)
        throws(LambdaError)
    {
        signature = (credentials, client.clock.now)
        let exchange = try client.currentLane().exchange(invocation, with: credentials)
        self.exchange = exchange
        exchange.start(until: deadline, to: self)
    }

    private func runTask() {
        task = Task(executorPreference: loop) { [self] in
            do throws(LambdaError) {
                let credentials = try await client.currentCredentials()
                guard !Task.isCancelled else { throw Self.cancelled(requestSent: false) }
                if let invocation { try send(invocation, with: credentials) }
            } catch {
                finish(.failure(error))
            }
        }
    }

    func receive(_ outcome: consuming Result<IncomingResponse, TransportError>) {
        exchange = nil
        switch consume outcome {
        case .success(let response):
            guard receiver != nil else {
                // Else Lambda has refused it.
                if (200..<300).contains(response.status) { remainder = .done }
                return tellOver()
            }
            take(response)
        case .failure(let error):
            if error.mayRunUnseen { remainder = .unseen }
            guard receiver != nil else { return tellOver() }
            finish(.failure(LambdaError(error)))
        }
    }

    private func take(_ response: consuming IncomingResponse) {
        guard let signature else { return }
        if mayBeSignedAnew, client.mayBeTaken(response, signedAt: signature.time),
            let invocation
        {
            // Lambda has looked at the signature only: nothing has run.
            mayBeSignedAnew = false
            return start(invocation)
        }
        client.noteRejection(response, of: signature.credentials)
        finish(client.outcome(response))
    }

    private func finish(_ outcome: consuming LambdaCallReceiver.Outcome) {
        guard let receiver = receiver.take() else { return }
        invocation = nil
        task = nil
        receiver.receive(outcome)
    }

    // MARK: - Before its end

    /// Ends the call at once, which keeps nothing but a connection from now on: as the function
    /// runs on, its answer is read to the end, where that shows when it has ended.
    func cancel() {
        loop.execute { [self] in
            guard receiver != nil else { return }
            task?.cancel()
            exchange?.abandon()
            guard exchange != nil else { return }
            finish(.failure(Self.cancelled(requestSent: true)))
        }
    }

    private static func cancelled(requestSent: Bool) -> LambdaError {
        LambdaError(
            .transport(.cancelled(requestSent: requestSent)), message: "the caller was cancelled")
    }

    func whenOver(_ over: @escaping @Sendable (WorkRemainder) -> Void) {
        self.over = over
        if exchange == nil { tellOver() }
    }

    private func tellOver() {
        let over = over
        self.over = nil
        over?(remainder)
    }
}

extension LambdaClient {
    fileprivate func outcome(_ response: consuming IncomingResponse) -> LambdaCallReceiver.Outcome {
        do throws(LambdaError) {
            return .success(try payload(of: response))
        } catch {
            return .failure(error)
        }
    }
}
