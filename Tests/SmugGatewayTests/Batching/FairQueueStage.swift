import TestSupport

@testable import SmugGateway

/// A fair queue under random events, with a model of who may be served and for how long each has
/// been passed over.
struct FairQueueStage {
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    private let keysOfRoute = 4
    private var random: SplitMix64
    private var queue: FairQueue<Int>
    private let functionOfRoute: [Int]
    private let nodeOfRoute: [Int]
    private let nodeOfFunction: [Int]
    private var limitOfFunction: [Int]
    private let limitOfRoute: [Int]
    private let limit: Int
    private var runningOfRoute: [Int]
    /// The elements of each key, the keys of each route side by side.
    private var waiting: [[Int]]
    private var passedOver: [Int]
    private var number = 0
    /// The most often that a key was passed over.
    private(set) var longestWait = 0

    init?(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let functions = Int.random(in: 1...3, using: &random)
        limit = .random(in: 1...4, using: &random)
        var queue = FairQueue<Int>(limit: limit)
        nodeOfFunction = (0..<functions).map { _ in queue.addNode(below: 0) }
        limitOfFunction = nodeOfFunction.map { _ in .max }
        functionOfRoute = (0..<functions).flatMap { function in
            Array(repeating: function, count: .random(in: 1...3, using: &random))
        }
        limitOfRoute = functionOfRoute.map { _ in
            Bool.random(using: &random) ? .max : .random(in: 1...3, using: &random)
        }
        var nodes: [Int] = []
        for (function, limit) in zip(functionOfRoute, limitOfRoute) {
            nodes.append(queue.addNode(below: nodeOfFunction[function], limit: limit))
        }
        nodeOfRoute = nodes
        runningOfRoute = nodes.map { _ in 0 }
        waiting = Array(repeating: [], count: nodes.count * keysOfRoute)
        passedOver = waiting.map { _ in 0 }
        self.queue = queue
        self.random = random
    }

    /// One random event, and then whoever may be served.
    mutating func step() throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: add()
        case 4..<7: end()
        case 7: changeLimit()
        case 8: removeOne()
        default: try removeLongest()
        }
        try serve()
        guard queue.waiting == waiting.reduce(0, { $0 + $1.count }),
            queue.running == runningOfRoute.reduce(0, +)
        else { throw Broken(description: "the counts are off") }
    }

    private func leaf(_ key: Int) -> Int { 1 + nodeOfFunction.count + nodeOfRoute.count + key }
    private func route(_ key: Int) -> Int { key / keysOfRoute }

    private mutating func add() {
        // Low keys are hot.
        let key = min(
            Int.random(in: waiting.indices, using: &random),
            Int.random(in: waiting.indices, using: &random))
        while queue.nodeCount <= leaf(key) { _ = queue.addNode(below: nodeOfRoute[route(key)]) }
        queue.place(leaf(key), below: nodeOfRoute[route(key)])
        number += 1
        if Int.random(in: 0..<8, using: &random) == 0 {
            queue.prepend(number, to: leaf(key))
            waiting[key].insert(number, at: 0)
        } else {
            queue.append(number, to: leaf(key))
            waiting[key].append(number)
        }
    }

    private mutating func end() {
        let busy = runningOfRoute.indices.filter { runningOfRoute[$0] > 0 }
        guard let route = busy.randomElement(using: &random) else { return }
        runningOfRoute[route] -= 1
        queue.end(below: nodeOfRoute[route])
    }

    private mutating func changeLimit() {
        guard let function = nodeOfFunction.indices.randomElement(using: &random) else { return }
        limitOfFunction[function] = .random(in: 1...4, using: &random)
        queue.setLimit(limitOfFunction[function], of: nodeOfFunction[function])
    }

    private mutating func removeOne() {
        guard let key = waiting.indices.randomElement(using: &random),
            let number = waiting[key].randomElement(using: &random)
        else { return }
        _ = queue.changeFirst(in: leaf(key)) { $0 == number ? .emptied : .none }
        waiting[key].removeAll { $0 == number }
    }

    private mutating func removeLongest() throws {
        guard let (unlucky, number) = queue.removeLongest(preferring: leaf(0)) else {
            guard queue.waiting == 0 else { throw Broken(description: "nobody is longest") }
            return
        }
        let key = unlucky - leaf(0)
        let counts = waiting.map(\.count)
        let ofRoute = nodeOfRoute.indices.map { route in
            counts[route * keysOfRoute..<(route + 1) * keysOfRoute].reduce(0, +)
        }
        let ofFunction = nodeOfFunction.indices.map { function in
            ofRoute.indices.filter { functionOfRoute[$0] == function }.reduce(0) {
                $0 + ofRoute[$1]
            }
        }
        let function = functionOfRoute[route(key)]
        let siblings = ofRoute.indices.filter { functionOfRoute[$0] == function }
        let keys = counts[route(key) * keysOfRoute..<(route(key) + 1) * keysOfRoute]
        guard waiting[key].popLast() == number, ofFunction[function] == ofFunction.max(),
            ofRoute[route(key)] == siblings.map({ ofRoute[$0] }).max(), counts[key] == keys.max()
        else { throw Broken(description: "\(key) is not the longest") }
    }

    private func mayRun(_ key: Int) -> Bool {
        let function = functionOfRoute[route(key)]
        let running = runningOfRoute.indices.filter { functionOfRoute[$0] == function }
            .reduce(0) { $0 + runningOfRoute[$1] }
        return !waiting[key].isEmpty && runningOfRoute[route(key)] < limitOfRoute[route(key)]
            && running < limitOfFunction[function]
    }

    private mutating func serve() throws {
        for key in waiting.indices where !mayRun(key) { passedOver[key] = 0 }
        while let (served, number) = queue.next() {
            let key = served - leaf(0)
            guard mayRun(key), waiting[key].first == number else {
                throw Broken(description: "\(number) of key \(key) was served out of turn")
            }
            waiting[key].removeFirst()
            for other in waiting.indices where other != key && mayRun(other) {
                passedOver[other] += 1
                longestWait = max(longestWait, passedOver[other])
            }
            runningOfRoute[route(key)] += 1
            passedOver[key] = 0
            for other in waiting.indices where !mayRun(other) { passedOver[other] = 0 }
            try checkShares()
        }
        guard runningOfRoute.reduce(0, +) >= limit || !waiting.indices.contains(where: mayRun)
        else { throw Broken(description: "somebody waits for nothing") }
    }

    private func checkShares() throws {
        for key in waiting.indices {
            let routes = functionOfRoute.filter { $0 == functionOfRoute[route(key)] }.count
            guard passedOver[key] < nodeOfFunction.count * routes * keysOfRoute else {
                throw Broken(description: "key \(key) was passed over \(passedOver[key]) times")
            }
        }
    }
}
