/// What is known of each batch key, of no more than so many keys.
///
/// A key that is idle may be forgotten, the one that has been idle longest first; one in use never
/// is. A slot is a key's for as long as the key is known.
///
/// Idle keys are listed twice: all of them, for the one to make room, and those of each route, which
/// are remembered for as long as one another.
struct KeyTable<State: Sendable>: Sendable {
    private struct Slot: Sendable {
        var key: BatchKey
        var state: State
        /// Whether the key may be forgotten, or the slot has none.
        var isIdle: Bool
    }

    /// Where more are known already, they become fewer as they are idle and others come.
    var maxKeys: Int
    private var numbers: [BatchKey: Int] = [:]
    private var slots: [Slot] = []
    /// Slots without a key, whose content is left over.
    private var spare: [Int] = []
    private var links = IndexLinks()
    private var idle = IndexLinks.List()
    private var routeLinks = IndexLinks()
    private var idleByRoute: [IndexLinks.List] = []
    /// Keys that made room for others before their time.
    private(set) var evicted = 0

    init(maxKeys: Int) {
        self.maxKeys = maxKeys
    }

    var count: Int { numbers.count }
    var isFull: Bool { count >= maxKeys && idle.isEmpty }

    func slot(of key: BatchKey) -> Int? { numbers[key] }

    func key(at slot: Int) -> BatchKey { slots[slot].key }

    subscript(slot: Int) -> State {
        get { slots[slot].state }
        _modify { yield &slots[slot].state }
    }

    /// Makes a key known, as one in use; `nil` where all that may be known are in use.
    mutating func insert(_ key: BatchKey, _ state: State) -> Int? {
        while count >= maxKeys {
            guard let oldest = idle.first else { return nil }
            forget(oldest)
            evicted += 1
        }
        let slot = Slot(key: key, state: state, isIdle: false)
        let number = spare.popLast() ?? slots.count
        if number == slots.count {
            slots.append(slot)
            links.grow(to: slots.count)
            routeLinks.grow(to: slots.count)
        } else {
            slots[number] = slot
        }
        numbers[key] = number
        return number
    }

    /// Says whether a key may be forgotten.
    mutating func setIdle(_ isIdle: Bool, _ slot: Int) {
        guard slots[slot].isIdle != isIdle else { return }
        slots[slot].isIdle = isIdle
        let route = slots[slot].key.route
        if isIdle {
            while idleByRoute.count <= route { idleByRoute.append(IndexLinks.List()) }
            links.append(slot, to: &idle)
            routeLinks.append(slot, to: &idleByRoute[route])
        } else {
            links.remove(slot, from: &idle)
            routeLinks.remove(slot, from: &idleByRoute[route])
        }
    }

    /// Forgets the keys of each route that have been idle longest, up to the first that is to stay.
    mutating func forgetIdle(while isOver: (_ route: Int, State) -> Bool) {
        for route in idleByRoute.indices {
            while let oldest = idleByRoute[route].first, isOver(route, slots[oldest].state) {
                forget(oldest)
            }
        }
    }

    /// Forgets the keys that are idle and of which this holds.
    mutating func forgetIdle(of isOver: (BatchKey) -> Bool) {
        for (key, slot) in numbers where slots[slot].isIdle && isOver(key) { forget(slot) }
    }

    /// Slots that have had a key.
    var slotCount: Int { slots.count }

    /// Calls `body` with the keys that are known and have one of these slots.
    func forEach(in range: Range<Int>, _ body: (BatchKey, State) -> Void) {
        for slot in range.clamped(to: slots.indices) where numbers[slots[slot].key] == slot {
            body(slots[slot].key, slots[slot].state)
        }
    }

    /// The same with every key that is in use, of however many that are known.
    func forEachInUse(_ body: (BatchKey, State) -> Void) {
        for slot in slots.indices where !slots[slot].isIdle {
            body(slots[slot].key, slots[slot].state)
        }
    }

    private mutating func forget(_ slot: Int) {
        links.remove(slot, from: &idle)
        routeLinks.remove(slot, from: &idleByRoute[slots[slot].key.route])
        numbers[slots[slot].key] = nil
        spare.append(slot)
    }
}
