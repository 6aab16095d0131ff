/// Which timer of a ``TimerQueue`` is meant; it stays unique after the timer is gone.
package struct TimerID: Hashable, Sendable {
    fileprivate let slot: Int32
    fileprivate let generation: UInt32
}

/// Timers in the order in which they are due: a binary heap that knows where each entry lies.
///
/// It holds no clock: times are handed in. Entries due at the same time come in the order in which
/// they were added. Adding and removing cost O(log n); the slots of removed timers are used again.
package struct TimerQueue<Payload> {
    private struct Entry {
        var deadline: MonotonicTime
        var sequence: UInt64
        var slot: Int32

        func isBefore(_ other: Entry) -> Bool {
            deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence
        }
    }

    private struct Slot {
        var generation: UInt32
        var position: Int
        var payload: Payload?
    }

    private var heap: [Entry] = []
    private var slots: [Slot] = []
    private var free: [Int32] = []
    private var sequence: UInt64 = 0

    package init() {}

    package var count: Int { heap.count }

    /// When the first timer is due.
    package var earliest: MonotonicTime? { heap.first?.deadline }

    package mutating func add(_ payload: Payload, at deadline: MonotonicTime) -> TimerID {
        let slot: Int32
        if let reused = free.popLast() {
            slot = reused
            slots[Int(slot)].payload = payload
        } else {
            slot = Int32(slots.count)
            slots.append(Slot(generation: 0, position: 0, payload: payload))
        }
        sequence &+= 1
        slots[Int(slot)].position = heap.count
        heap.append(Entry(deadline: deadline, sequence: sequence, slot: slot))
        siftUp(from: heap.count - 1)
        return TimerID(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// Takes a timer out; `nil` when it has fired or was removed before.
    @discardableResult
    package mutating func remove(_ id: TimerID) -> Payload? {
        // A slot that is free has another generation than any that was handed out.
        guard slots[Int(id.slot)].generation == id.generation else { return nil }
        return removeEntry(at: slots[Int(id.slot)].position)
    }

    /// Takes out the first timer that is due at `now` or earlier.
    package mutating func popDue(at now: MonotonicTime) -> Payload? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        return removeEntry(at: 0)
    }

    private mutating func removeEntry(at position: Int) -> Payload? {
        let slot = heap[position].slot
        let last = heap.removeLast()
        if position < heap.count {
            heap[position] = last
            slots[Int(last.slot)].position = position
            siftDown(from: position)
            siftUp(from: slots[Int(last.slot)].position)
        }
        slots[Int(slot)].generation &+= 1
        free.append(slot)
        return exchange(&slots[Int(slot)].payload, with: nil)
    }

    private mutating func siftUp(from start: Int) {
        var position = start
        let entry = heap[position]
        while position > 0 {
            let parent = (position - 1) / 2
            guard entry.isBefore(heap[parent]) else { break }
            place(heap[parent], at: position)
            position = parent
        }
        place(entry, at: position)
    }

    private mutating func siftDown(from start: Int) {
        var position = start
        let entry = heap[position]
        while true {
            var child = 2 * position + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(entry) else { break }
            place(heap[child], at: position)
            position = child
        }
        place(entry, at: position)
    }

    private mutating func place(_ entry: Entry, at position: Int) {
        heap[position] = entry
        slots[Int(entry.slot)].position = position
    }
}
