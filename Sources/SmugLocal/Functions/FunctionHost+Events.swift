internal import SmugJSON
internal import SmugLoop
internal import SmugTelemetry

/// Invocations that nobody waits for.
extension FunctionHost {
    /// Takes an event in, on the loop; it runs when an environment is free, and up to twice more
    /// when the function fails on it.
    ///
    /// - Returns: whether there was room for it.
    func accept(_ event: Invocation.Request, failures: Int = 0) -> Bool {
        var isAccepted = true
        let invocation = Invocation(event) { [self] outcome in
            switch outcome {
            case .returned: break
            case .failed: retry(event, failures: failures + 1)
            case .throttled, .stopped: isAccepted = false
            }
        }
        submit(invocation, mayWait: true)
        return isAccepted
    }

    private func retry(_ event: Invocation.Request, failures: Int) {
        guard let delay = EventRetry.delay(afterFailures: failures) else {
            return drop(event, "it failed \(failures) times")
        }
        guard retries.count < EnvironmentPool<Invocation>.maxQueued else {
            return drop(event, "too many events wait for another try")
        }
        retrySerial += 1
        let serial = retrySerial
        retries[serial] = loop.schedule(at: EventLoop.now.advanced(by: delay)) { [self] in
            retries[serial] = nil
            if !accept(event, failures: failures) { drop(event, "there was no room for it") }
        }
    }

    private func drop(_ event: Invocation.Request, _ reason: String) {
        log.write(.warn, "event_dropped") {
            $0.key("function")
            $0.string(function.name)
            $0.key("requestId")
            $0.string(utf8: event.requestID)
            $0.key("reason")
            $0.string(reason)
        }
    }
}
