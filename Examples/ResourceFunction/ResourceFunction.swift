import SmugLambda
import Synchronization

/// Counts its invocations in something that is opened once, and closed when Lambda ends the
/// environment.
@main struct ResourceFunction {
    static func main() {
        LambdaRuntime.run { runtime in
            try await withCounter(log: runtime.log) { counter in
                try await runtime.serve(
                    LambdaFunction { _, _ in Array("\(counter.next())".utf8) })
            }
        }
    }

    /// Opens a counter for as long as `body` runs; a database's client would look the same.
    static func withCounter(log: LambdaLog, _ body: (Counter) async throws -> Void) async throws {
        let counter = Counter()
        log.info("opened")
        try await body(counter)
        log.info("closed", ["count": .integer(counter.count)])
    }
}

final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
