import Synchronization

/// A value that one closure of a test leaves for another.
final class Held<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    var content: Value? { value.withLock { $0 } }

    func set(_ content: Value) { value.withLock { $0 = content } }
}
