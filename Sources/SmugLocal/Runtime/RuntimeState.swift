/// Where a runtime stands between its calls of the Runtime API, and which call may come next.
struct RuntimeState: Hashable {
    /// The names are those that Lambda's refusals use.
    enum Phase: String {
        case started = "Started"
        case ready = "Ready"
        case running = "Running"
        case responseSent = "ResponseSent"
        case initError = "InitError"
    }

    /// Why a call is refused.
    enum Refusal: Error, Hashable {
        /// It answers another invocation than the one that the runtime was given last.
        case wrongID
        case transition(from: Phase, to: String)
    }

    private(set) var phase = Phase.started
    /// Of the invocation that the runtime was given last.
    private var requestID: [UInt8] = []

    /// The runtime asks for work; asking twice at once is allowed.
    mutating func polled() throws(Refusal) {
        switch phase {
        case .started, .ready, .responseSent: phase = .ready
        case .running, .initError: throw .transition(from: phase, to: "Ready")
        }
    }

    /// The runtime was given an invocation.
    mutating func delivered(_ requestID: [UInt8]) {
        phase = .running
        self.requestID = requestID
    }

    /// Whether this is the invocation that the runtime works on.
    func isRunning(_ id: ArraySlice<UInt8>) -> Bool {
        phase == .running && id.elementsEqual(requestID)
    }

    /// The runtime answers the invocation, well or with an error.
    mutating func answered(_ id: ArraySlice<UInt8>, isError: Bool) throws(Refusal) {
        guard phase != .started, phase != .initError, id.elementsEqual(requestID) else {
            throw .wrongID
        }
        guard phase == .running else {
            throw .transition(
                from: phase, to: isError ? "InvocationErrorResponse" : "InvocationResponse")
        }
        phase = .responseSent
    }

    /// The runtime says that it cannot start.
    mutating func initFailed() throws(Refusal) {
        guard phase == .started else { throw .transition(from: phase, to: "InitError") }
        phase = .initError
    }
}
