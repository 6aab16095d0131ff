/// The segments of all routes as a tree in flat arrays.
///
/// An object, for a walk down the tree would copy a value's five arrays at each step.
final class RouteTrie: Sendable {
    static let none: Int32 = -1

    struct Node: Sendable {
        /// Literal children, as a range of `edges` in the order of `Edge.precedes`.
        var edges: Range<Int32> = 0..<0
        var parameter = RouteTrie.none
        /// What answers when the path ends here, as a row of `leaves`.
        var leaf = RouteTrie.none
        /// What answers whatever follows.
        var greedyLeaf = RouteTrie.none
    }

    struct Edge: Sendable {
        /// The segment, percent-decoded, as a range of `literals`.
        let literal: Range<Int32>
        let child: Int32
    }

    let nodes: [Node]
    let edges: [Edge]
    let literals: [UInt8]
    /// Route indices, `MethodSlot.count` for each leaf: automatic HEAD and `any` filled in.
    let leaves: [Int32]
    /// The methods of each leaf, bit n for slot n.
    let methodSets: [Int]

    init(_ routes: [RouteSignature]) {
        let root = Draft()
        for (index, route) in routes.enumerated() {
            root.add(route.template.segments[...], MethodSlot.index(of: route.method), index)
        }
        var arrays = Arrays()
        _ = arrays.append(root)
        nodes = arrays.nodes
        edges = arrays.edges
        literals = arrays.literals
        leaves = arrays.leaves
        methodSets = arrays.methodSets
    }

    /// A node while the tree grows.
    fileprivate final class Draft {
        var literals: [[UInt8]: Draft] = [:]
        var parameter: Draft?
        var routes: [Int: Int] = [:]
        var greedyRoutes: [Int: Int] = [:]

        func add(_ segments: ArraySlice<PathTemplate.Segment>, _ slot: Int, _ route: Int) {
            guard let segment = segments.first else {
                if routes[slot] == nil { routes[slot] = route }
                return
            }
            let rest = segments.dropFirst()
            switch segment {
            case .literal(let bytes):
                let child = literals[bytes] ?? Draft()
                literals[bytes] = child
                child.add(rest, slot, route)
            case .parameter:
                let child = parameter ?? Draft()
                parameter = child
                child.add(rest, slot, route)
            case .greedy:
                if greedyRoutes[slot] == nil { greedyRoutes[slot] = route }
            }
        }
    }
}

/// The tree's arrays while it is written.
private struct Arrays {
    var nodes: [RouteTrie.Node] = []
    var edges: [RouteTrie.Edge] = []
    var literals: [UInt8] = []
    var leaves: [Int32] = []
    var methodSets: [Int] = []

    mutating func append(_ draft: RouteTrie.Draft) -> Int32 {
        let index = nodes.count
        nodes.append(RouteTrie.Node())
        let sorted = draft.literals.sorted { Self.precedes($0.key, $1.key) }
        let children = sorted.map { (literal: $0.key, child: append($0.value)) }
        let parameter = draft.parameter.map { append($0) }
        let first = Int32(edges.count)
        for (literal, child) in children {
            let start = Int32(literals.count)
            literals += literal
            edges.append(RouteTrie.Edge(literal: start..<Int32(literals.count), child: child))
        }
        nodes[index] = RouteTrie.Node(
            edges: first..<Int32(edges.count), parameter: parameter ?? RouteTrie.none,
            leaf: appendLeaf(draft.routes), greedyLeaf: appendLeaf(draft.greedyRoutes))
        return Int32(index)
    }

    /// Shorter first, then by bytes.
    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    private mutating func appendLeaf(_ routes: [Int: Int]) -> Int32 {
        guard !routes.isEmpty else { return RouteTrie.none }
        var routes = routes
        // HEAD is GET without a body (RFC 9110, section 9.3.2), before it is any method.
        routes[MethodSlot.head] = routes[MethodSlot.head] ?? routes[MethodSlot.get]
        let any = routes[MethodSlot.any]
        var methods = 0
        for slot in 0..<MethodSlot.count {
            if routes[slot] != nil, slot != MethodSlot.any { methods |= 1 << slot }
            leaves.append((routes[slot] ?? any).map(Int32.init) ?? RouteTrie.none)
        }
        methodSets.append(methods)
        return Int32(methodSets.count - 1)
    }
}
