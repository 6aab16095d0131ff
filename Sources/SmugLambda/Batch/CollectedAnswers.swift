internal import Synchronization

/// The answers to a batch while they come in, in any order; of several to one item the first.
final class CollectedAnswers: Sendable {
    private let answers: Mutex<[CheckedAnswer?]>

    init(count: Int) { answers = Mutex(Array(repeating: nil, count: count)) }

    var all: [CheckedAnswer?] { answers.withLock { $0 } }

    func set(_ index: Int, _ answer: CheckedAnswer) {
        answers.withLock { answers in
            if answers[index] == nil { answers[index] = answer }
        }
    }
}
