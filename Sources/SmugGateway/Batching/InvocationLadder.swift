import SmugLoop

/// Decides which batches are invoked, which wait, and which are turned away.
///
/// So many invocations run at a time: in all, of each function, and of each route that has a limit
/// of its own. Behind them wait up to so many batches. Functions take turns, in each its routes,
/// and in each route its keys. Who is turned away when there is no more room is who has most
/// waiting, not who comes last.
struct InvocationLadder<Item: BatchItem>: Sendable {
    /// What becomes of a batch.
    enum Verdict {
        case invoke(Batch<Item>)
        case wait
        /// This one has no room, of the key with this slot.
        case refuse(Batch<Item>, slot: Int)
    }

    private var maxRunning: Int
    private var maxWaiting: Int
    private var functionOfRoute: [Int]
    private var nodeOfRoute: [Int]
    private var nodeOfFunction: [Int]
    private var leaves = KeyLeaves()
    private var queue: FairQueue<Batch<Item>>
    private var limits: [AdaptiveLimit]
    /// The functions whose throttles hold them down.
    private var cut: [Int] = []

    /// - Parameters:
    ///   - maxRunningByRoute: each route's own limit, where it has one.
    ///   - functions: the number of each route's function, from 0 on.
    init(maxRunning: Int, maxWaiting: Int, maxRunningByRoute: [Int?], functions: [Int]) {
        self.maxRunning = maxRunning
        self.maxWaiting = maxWaiting
        functionOfRoute = functions
        var queue = FairQueue<Batch<Item>>(limit: maxRunning)
        let nodes = (0...(functions.max() ?? 0)).map { _ in
            queue.addNode(below: FairQueue<Batch<Item>>.root, limit: maxRunning)
        }
        nodeOfFunction = nodes
        nodeOfRoute = zip(functions, maxRunningByRoute).map { function, limit in
            queue.addNode(below: nodes[function], limit: limit ?? .max)
        }
        limits = nodes.map { _ in AdaptiveLimit(ceiling: maxRunning) }
        self.queue = queue
    }

    var running: Int { queue.running }
    /// Batches that wait.
    var waiting: Int { queue.waiting }
    /// Whether batches wait behind a limit that grows with time.
    var waitsForGrowth: Bool { !cut.isEmpty && queue.waiting > 0 }
    /// How many invocations of each route run.
    var runningByRoute: [Int] { nodeOfRoute.map { queue.running(in: $0) } }

    /// How many invocations of each function may run.
    func functionLimits(at now: MonotonicTime) -> [Int] { limits.map { $0.current(at: now) } }

    /// Goes on under other limits; ``next(at:)`` has the batches that no longer have to wait.
    mutating func adopt(
        _ routes: [BatchMachine<Item>.NewRoute], newFunctions: Set<Int>, maxRunning: Int,
        maxWaiting: Int
    ) {
        self.maxRunning = maxRunning
        self.maxWaiting = maxWaiting
        queue.setLimit(maxRunning, of: FairQueue<Batch<Item>>.root)
        for function in limits.indices {
            limits[function].setCeiling(maxRunning)
            if !limits[function].isCut {
                queue.setLimit(maxRunning, of: nodeOfFunction[function])
            }
        }
        for function in newFunctions.sorted() { begin(function: function) }
        for route in routes { begin(route) }
    }

    private mutating func begin(function: Int) {
        if function == limits.count {
            let root = FairQueue<Batch<Item>>.root
            nodeOfFunction.append(queue.addNode(below: root, limit: maxRunning))
            return limits.append(AdaptiveLimit(ceiling: maxRunning))
        }
        // What was learnt is another function's.
        limits[function] = AdaptiveLimit(ceiling: maxRunning)
        cut.removeAll { $0 == function }
        queue.setLimit(maxRunning, of: nodeOfFunction[function])
    }

    private mutating func begin(_ route: BatchMachine<Item>.NewRoute) {
        let function = nodeOfFunction[route.function]
        let limit = route.policy.maxRunning ?? .max
        guard route.index < nodeOfRoute.count else {
            functionOfRoute.append(route.function)
            return nodeOfRoute.append(queue.addNode(below: function, limit: limit))
        }
        functionOfRoute[route.index] = route.function
        queue.place(nodeOfRoute[route.index], below: function)
        queue.setLimit(limit, of: nodeOfRoute[route.index])
    }

    /// Whether a batch of this route would run or wait, and turn none away.
    func hasRoom(route: Int) -> Bool {
        queue.waiting < maxWaiting || queue.hasRoom(below: nodeOfRoute[route])
    }

    /// Takes a batch of the key with this slot.
    ///
    /// - Parameter isAgain: it was invoked before and goes before those of its key that wait.
    mutating func admit(
        _ batch: consuming Batch<Item>, slot: Int, isAgain: Bool = false, at now: MonotonicTime
    ) -> Verdict {
        if !cut.isEmpty { grow(at: now) }
        let route = nodeOfRoute[batch.key.route]
        if queue.hasRoom(below: route) {
            queue.begin(below: route)
            batch.round = limits[functionOfRoute[batch.key.route]].round
            return .invoke(batch)
        }
        let leaf = leaves.leaf(of: slot) ?? addLeaf(of: slot, below: route)
        queue.place(leaf, below: route)
        if isAgain { queue.prepend(batch, to: leaf) } else { queue.append(batch, to: leaf) }
        guard queue.waiting > maxWaiting,
            let (unlucky, refused) = queue.removeLongest(preferring: leaf)
        else { return .wait }
        return .refuse(refused, slot: leaves.slot(of: unlucky))
    }

    /// Counts an invocation as over.
    mutating func invocationEnded(
        route: Int, round: Int, _ end: InvocationEnd, at now: MonotonicTime
    ) {
        let function = functionOfRoute[route]
        let running = queue.running(in: nodeOfFunction[function])
        switch end {
        case .served: limits[function].served(running: running, at: now)
        case .throttled:
            limits[function].throttled(round: round, running: running, at: now)
            if !cut.contains(function) { cut.append(function) }
        case .failed: break
        }
        queue.end(below: nodeOfRoute[route])
    }

    /// Counts the batch that ``next(at:)`` has given of this key as never invoked.
    mutating func gaveUp(slot: Int) {
        if let leaf = leaves.leaf(of: slot) { queue.takeBack(leaf) }
    }

    /// The batch whose turn it is, which counts as invoked from now on.
    mutating func next(at now: MonotonicTime) -> (batch: Batch<Item>, slot: Int)? {
        if !cut.isEmpty { grow(at: now) }
        guard let (leaf, waited) = queue.next() else { return nil }
        var batch = waited
        batch.round = limits[functionOfRoute[batch.key.route]].round
        return (batch, leaves.slot(of: leaf))
    }

    /// Has the limits of functions be what they are now.
    private mutating func grow(at now: MonotonicTime) {
        for function in cut {
            let limit = limits[function].grow(at: now)
            queue.setLimit(limit, of: nodeOfFunction[function])
        }
        cut.removeAll { [limits] function in !limits[function].isCut }
    }

    /// Has a request join the latest batch of its key that waits, if there is one with room.
    ///
    /// So requests gather while all invocations are out, and leave when one returns.
    mutating func join(_ item: Item, slot: Int, maxItems: Int, maxBytes: Int) -> Bool {
        guard let leaf = leaves.leaf(of: slot) else { return false }
        return queue.changeLast(in: leaf) { batch in
            batch.join(item, maxItems: maxItems, maxBytes: maxBytes)
        }
    }

    /// Takes a request out of the batches of a key that wait; a batch that is empty then is gone.
    mutating func remove(_ identity: UInt64, slot: Int) -> Bool {
        guard let leaf = leaves.leaf(of: slot) else { return false }
        return queue.changeFirst(in: leaf) { batch in
            guard batch.remove(identity) else { return .none }
            return batch.items.isEmpty ? .emptied : .changed
        }
    }

    private mutating func addLeaf(of slot: Int, below route: Int) -> Int {
        let leaf = queue.addNode(below: route)
        leaves.add(leaf, of: slot)
        return leaf
    }
}

/// Which node of the queue is which key's, by the key's slot.
private struct KeyLeaves: Sendable {
    private static let none = -1
    private var leaves: [Int] = []
    private var slots: [Int] = []

    func leaf(of slot: Int) -> Int? {
        slot < leaves.count && leaves[slot] != Self.none ? leaves[slot] : nil
    }

    func slot(of leaf: Int) -> Int { slots[leaf] }

    mutating func add(_ leaf: Int, of slot: Int) {
        while leaves.count <= slot { leaves.append(Self.none) }
        while slots.count <= leaf { slots.append(Self.none) }
        leaves[slot] = leaf
        slots[leaf] = slot
    }
}
