import SmugLoop

/// Events of a virtual clock in the order in which they are due; of those at one time the first
/// that was added comes first.
///
/// A loop's timers can be taken out again and are another module's, whose generic code is not made
/// for this one's types: here that took nine tenths of a replay.
struct EventHeap<Event> {
    private struct Entry {
        let time: MonotonicTime
        let sequence: UInt64
        let event: Event

        func isBefore(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : sequence < other.sequence
        }
    }

    private var heap: [Entry] = []
    private var added: UInt64 = 0

    /// When the first event is due.
    var earliest: MonotonicTime? { heap.first?.time }

    mutating func add(_ event: Event, at time: MonotonicTime) {
        added += 1
        let entry = Entry(time: time, sequence: added, event: event)
        heap.append(entry)
        var position = heap.count - 1
        while position > 0 {
            let parent = (position - 1) / 2
            guard entry.isBefore(heap[parent]) else { break }
            heap[position] = heap[parent]
            position = parent
        }
        heap[position] = entry
    }

    /// Takes out the first event, with the time at which it is due.
    mutating func popFirst() -> (event: Event, time: MonotonicTime)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return (first.event, first.time) }
        var position = 0
        while true {
            var child = 2 * position + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(last) else { break }
            heap[position] = heap[child]
            position = child
        }
        heap[position] = last
        return (first.event, first.time)
    }
}
