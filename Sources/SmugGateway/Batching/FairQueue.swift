/// Elements that wait for their turn, in a tree whose children take turns at every level.
///
/// The leaves hold elements, in order. A node has a limit of elements that run at a time; a node
/// at its limit stands in nobody's way. Of children that could be served each is served once before
/// any is served twice, so that neither a leaf with many elements nor a node with many leaves takes
/// more than its share. Every step takes constant time for a tree of given depth.
struct FairQueue<Element: Sendable>: Sendable {
    private struct Node: Sendable {
        var parent: Int
        var limit: Int
        var running = 0
        /// Elements in the node and below it.
        var waiting = 0
        /// A leaf's elements.
        var elements = IndexLinks.List()
        /// The children that can be served, who is next in front.
        var turns = IndexLinks.List()
        /// Whether the node is among its parent's ``turns``.
        var hasTurn = false
        /// The children by how many wait in them, none where nothing waits.
        var byWaiting: [IndexLinks.List] = []
        /// The most that wait in one child.
        var longest = 0
    }

    static var root: Int { 0 }

    private var nodes: [Node]
    private var elements: [Element?] = []
    private var spare: [Int] = []
    private var order = IndexLinks()
    private var turns = IndexLinks()
    private var ranks = IndexLinks()

    /// An empty tree, in which so many elements may run at a time.
    init(limit: Int) {
        nodes = []
        _ = addNode(below: Self.root, limit: limit)
    }

    /// Elements that wait.
    var waiting: Int { nodes[Self.root].waiting }
    /// Elements that run.
    var running: Int { nodes[Self.root].running }

    /// Nodes, the root among them.
    var nodeCount: Int { nodes.count }

    func running(in node: Int) -> Int { nodes[node].running }

    // MARK: - Nodes

    /// Adds a node and returns its number; the numbers follow one another.
    mutating func addNode(below parent: Int, limit: Int = .max) -> Int {
        nodes.append(Node(parent: parent, limit: limit))
        turns.grow(to: nodes.count)
        ranks.grow(to: nodes.count)
        return nodes.count - 1
    }

    /// Has a node stand below another; where it stands elsewhere, nothing waits or runs in it.
    mutating func place(_ node: Int, below parent: Int) {
        guard nodes[node].parent != parent else { return }
        precondition(
            nodes[node].waiting == 0 && nodes[node].running == 0,
            "a node is moved with what waits or runs in it")
        nodes[node].parent = parent
    }

    mutating func setLimit(_ limit: Int, of node: Int) {
        nodes[node].limit = limit
        refreshTurns(from: node)
    }

    // MARK: - Running

    /// Whether one more element may run below this node.
    func hasRoom(below node: Int) -> Bool {
        var node = node
        while nodes[node].running < nodes[node].limit {
            if node == Self.root { return true }
            node = nodes[node].parent
        }
        return false
    }

    /// Counts an element that runs without having waited.
    mutating func begin(below node: Int) { count(1, below: node) }

    mutating func end(below node: Int) { count(-1, below: node) }

    /// Takes back that the element that ``next()`` has given of this leaf runs: the leaf is the
    /// next again.
    mutating func takeBack(_ leaf: Int) {
        end(below: nodes[leaf].parent)
        var node = leaf
        while node != Self.root {
            let parent = nodes[node].parent
            if nodes[node].hasTurn {
                turns.remove(node, from: &nodes[parent].turns)
                turns.prepend(node, to: &nodes[parent].turns)
            }
            node = parent
        }
    }

    private mutating func count(_ change: Int, below node: Int) {
        var current = node
        while true {
            nodes[current].running += change
            guard current != Self.root else { break }
            current = nodes[current].parent
        }
        refreshTurns(from: node)
    }

    // MARK: - Waiting

    mutating func append(_ element: Element, to leaf: Int) {
        order.append(keep(element), to: &nodes[leaf].elements)
        changeWaiting(1, from: leaf)
    }

    /// Puts an element before those that wait already.
    mutating func prepend(_ element: Element, to leaf: Int) {
        order.prepend(keep(element), to: &nodes[leaf].elements)
        changeWaiting(1, from: leaf)
    }

    /// The element whose turn it is, which runs from now on; `nil` where none may.
    mutating func next() -> (leaf: Int, element: Element)? {
        guard nodes[Self.root].running < nodes[Self.root].limit else { return nil }
        var node = Self.root
        while let child = nodes[node].turns.first {
            // Whoever is served goes behind the others.
            turns.remove(child, from: &nodes[node].turns)
            turns.append(child, to: &nodes[node].turns)
            node = child
        }
        guard let first = nodes[node].elements.first else { return nil }
        let element = take(first, from: node)
        begin(below: nodes[node].parent)
        return (node, element)
    }

    /// Takes out the element that came last to the longest leaf of the longest node, level by
    /// level; where several are as long, to this leaf if it is one of them.
    mutating func removeLongest(preferring leaf: Int) -> (leaf: Int, element: Element)? {
        var node = Self.root
        while nodes[node].longest > 0 {
            let longest = nodes[node].longest
            if let own = child(of: node, above: leaf), nodes[own].waiting == longest {
                node = own
            } else if let child = nodes[node].byWaiting[longest].first {
                node = child
            }
        }
        guard let last = nodes[node].elements.last else { return nil }
        return (node, take(last, from: node))
    }

    /// What becomes of an element that was looked at.
    enum Change {
        case none, changed, emptied
    }

    /// Changes the first of a leaf's elements that `change` wants to; an emptied one is taken out.
    mutating func changeFirst(in leaf: Int, _ change: (inout Element) -> Change) -> Bool {
        guard leaf < nodes.count else { return false }
        var current = nodes[leaf].elements.first
        while let number = current {
            guard var element = elements[number].take() else { return false }
            let result = change(&element)
            elements[number] = element
            switch result {
            case .none: current = order.next(after: number)
            case .changed: return true
            case .emptied:
                _ = take(number, from: leaf)
                return true
            }
        }
        return false
    }

    /// Changes a leaf's latest element; `false` where there is none or `change` does not want to.
    mutating func changeLast(in leaf: Int, _ change: (inout Element) -> Bool) -> Bool {
        guard leaf < nodes.count, let number = nodes[leaf].elements.last,
            var element = elements[number].take()
        else { return false }
        defer { elements[number] = element }
        return change(&element)
    }

    private mutating func keep(_ element: Element) -> Int {
        if let number = spare.popLast() {
            elements[number] = element
            return number
        }
        elements.append(element)
        order.grow(to: elements.count)
        return elements.count - 1
    }

    private mutating func take(_ number: Int, from leaf: Int) -> Element {
        guard let element = elements[number].take() else {
            preconditionFailure("an element in a leaf is gone")
        }
        spare.append(number)
        order.remove(number, from: &nodes[leaf].elements)
        changeWaiting(-1, from: leaf)
        return element
    }

    private func child(of ancestor: Int, above leaf: Int) -> Int? {
        var node = leaf
        while node != Self.root {
            if nodes[node].parent == ancestor { return node }
            node = nodes[node].parent
        }
        return nil
    }

    // MARK: - What follows from a change

    private mutating func changeWaiting(_ change: Int, from leaf: Int) {
        var node = leaf
        while node != Self.root {
            let parent = nodes[node].parent
            rank(node, below: parent, from: nodes[node].waiting, by: change)
            nodes[node].waiting += change
            node = parent
        }
        nodes[Self.root].waiting += change
        refreshTurns(from: leaf)
    }

    /// Counts change by one, so the longest is the next one up or down.
    private mutating func rank(_ node: Int, below parent: Int, from count: Int, by change: Int) {
        let new = count + change
        if count > 0 { ranks.remove(node, from: &nodes[parent].byWaiting[count]) }
        while nodes[parent].byWaiting.count <= new {
            nodes[parent].byWaiting.append(IndexLinks.List())
        }
        if new > 0 { ranks.append(node, to: &nodes[parent].byWaiting[new]) }
        if new > nodes[parent].longest {
            nodes[parent].longest = new
        } else if nodes[parent].longest == count, nodes[parent].byWaiting[count].isEmpty {
            nodes[parent].longest = new
        }
    }

    /// Has each node on the way up take turns if it can be served, and else not.
    private mutating func refreshTurns(from node: Int) {
        var node = node
        while node != Self.root {
            let parent = nodes[node].parent
            let hasWork = !nodes[node].elements.isEmpty || !nodes[node].turns.isEmpty
            let hasTurn = hasWork && nodes[node].running < nodes[node].limit
            if hasTurn != nodes[node].hasTurn {
                nodes[node].hasTurn = hasTurn
                if hasTurn {
                    turns.append(node, to: &nodes[parent].turns)
                } else {
                    turns.remove(node, from: &nodes[parent].turns)
                }
            }
            node = parent
        }
    }
}
