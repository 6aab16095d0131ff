/// How the requests of one route are batched.
struct BatchPolicy: Hashable, Sendable {
    /// What decides how long a batch gathers.
    enum Window: Hashable, Sendable {
        case fixed(Duration)
        case dynamic(DynamicWait, samplingIntervalMilliseconds: Int, smoothingSamples: Int)
        case balance(Balance.Settings)
        case latencyGoal(LatencyGoal)
    }

    var window: Window
    /// Requests in one batch; with 1 nothing waits.
    var maxItems: Int
    /// Bytes of events in one batch, the commas between them included.
    var maxBytes: Int
    /// Requests of one key that wait for an invocation.
    var maxQueueDepth: Int
    /// Invocations of the route at one time; `nil` where only the gateway's limit holds.
    var maxRunning: Int?
    /// How long a request's caller waits.
    var timeout = Duration.seconds(900)
    /// Whether a lone request on a quiet key leaves at once.
    var idleFastPath = false
    /// Sizes at which a batch rather leaves, ascending.
    var preferredSizes: [Int] = []

    /// The longest that a request gathers, timers apart.
    var longestWindow: Duration {
        switch window {
        case .fixed(let window): window
        case .dynamic(let wait, _, _): .milliseconds(wait.maxWaitMilliseconds)
        case .balance(let settings): .nanoseconds(min(settings.worth, settings.maxWait))
        case .latencyGoal(let goal): .nanoseconds(min(goal.goal, goal.maxWait))
        }
    }

    /// How long what has been learned of a key is kept at least while no request comes.
    var memory: Duration {
        switch window {
        case .fixed, .latencyGoal: .zero
        case .dynamic(_, let interval, let samples): .milliseconds(interval * samples)
        case .balance: .seconds(600)
        }
    }
}

extension BatchPolicy {
    /// A route's policy, as its settings and limits have it.
    init(_ route: RouteDefinition, maxBytes: Int) {
        let settings = route.batching
        self.init(
            window: Window(settings), maxItems: settings.maxBatchSize, maxBytes: maxBytes,
            maxQueueDepth: route.limits.maxQueueDepth,
            maxRunning: route.limits.maxInflightInvocations,
            timeout: .milliseconds(route.limits.timeoutMilliseconds),
            idleFastPath: settings.idleFastPath, preferredSizes: settings.preferredBatchSizes)
    }
}

extension BatchPolicy.Window {
    /// What a route's settings ask for.
    init(_ settings: BatchSettings) {
        let longest = settings.maxWaitMilliseconds
        switch settings.window {
        case .fixed: self = .fixed(.milliseconds(longest))
        case .dynamic(let dynamic):
            self = .dynamic(
                DynamicWait(
                    minWaitMilliseconds: dynamic.minWaitMilliseconds,
                    maxWaitMilliseconds: longest, targetRate: dynamic.targetRequestsPerSecond,
                    steepness: dynamic.steepness, isNormalized: dynamic.isNormalized),
                samplingIntervalMilliseconds: dynamic.samplingIntervalMilliseconds,
                smoothingSamples: dynamic.smoothingSamples)
        case .balance(let worth, let predicts):
            self = .balance(
                Balance.Settings(
                    worth: Int64(worth) * 1_000_000, maxWait: Int64(longest) * 1_000_000,
                    predicts: predicts))
        case .latencyGoal(let goal):
            self = .latencyGoal(
                LatencyGoal(goal: Int64(goal) * 1_000_000, maxWait: Int64(longest) * 1_000_000))
        }
    }
}
