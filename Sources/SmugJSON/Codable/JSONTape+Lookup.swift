extension JSONTape {
    /// How many members are compared one with the other; more are sorted.
    private static let maxCompared = 48

    /// Finds the value of a member, and remembers that it was asked for.
    ///
    /// Types ask in the order of their declaration, which is mostly the document's: so the member
    /// behind the last one comes first.
    func value(of name: String, in object: Int) -> Int? {
        guard let key = find(name, in: object) else { return nil }
        nodes[key].markAsked()
        nodes[object].cursor = nodes[key &+ 1].next
        return key &+ 1
    }

    /// Lets the member of this name count as one that nothing has asked for.
    func giveBack(_ name: String, in object: Int) {
        if let key = find(name, in: object) { nodes[key].unmarkAsked() }
    }

    /// Lets others keep the member of this name as they keep nulls: it is written where no property is.
    func leaveBlank(_ name: String, in object: Int) {
        if let key = find(name, in: object) { nodes[key].markBlank() }
    }

    /// Whether there is a member of this name; it does not count as asked for.
    func contains(_ name: String, in object: Int) -> Bool { find(name, in: object) != nil }

    /// The names of an object's members, each once, in order.
    func keys(of object: Int) -> [Int] {
        prepare(object)
        var keys: [Int] = []
        var key = object &+ 1
        while key < nodes[object].next {
            if !nodes[key].isRepeated { keys.append(key) }
            key = nodes[key &+ 1].next
        }
        return keys
    }

    /// Gives each name its fingerprint and marks those that stand there twice: the first counts.
    func prepare(_ object: Int) {
        guard !nodes[object].isPrepared else { return }
        nodes[object].markPrepared()
        nodes[object].cursor = object &+ 1
        let end = nodes[object].next
        var (seen, count, key): (UInt64, Int, Int) = (0, 0, object &+ 1)
        while key < end {
            let fingerprint = fingerprint(of: key)
            nodes[key].fingerprint = fingerprint
            let bit = 1 as UInt64 &<< UInt64(fingerprint & 63)
            if count < Self.maxCompared, seen & bit != 0, stands(key, before: key, in: object) {
                nodes[key].markRepeated()
            }
            seen |= bit
            count &+= 1
            key = nodes[key &+ 1].next
        }
        if count > Self.maxCompared { markRepeatedBySorting(in: object) }
    }

    private func find(_ name: String, in object: Int) -> Int? {
        let utf8 = name.utf8.span
        let (first, end) = (object &+ 1, nodes[object].next)
        let cursor = nodes[object].cursor
        if cursor < end, holds(cursor, utf8), !nodes[cursor].isRepeated { return cursor }
        let fingerprint = JSONFingerprint.of(utf8, in: 0..<utf8.count)
        return scan(cursor..<max(cursor, end), for: utf8, fingerprint)
            ?? scan(first..<cursor, for: utf8, fingerprint)
    }

    private func scan(_ keys: Range<Int>, for name: Span<UInt8>, _ fingerprint: UInt32) -> Int? {
        var key = keys.lowerBound
        while key < keys.upperBound {
            if nodes[key].fingerprint == fingerprint, !nodes[key].isRepeated, holds(key, name) {
                return key
            }
            key = nodes[key &+ 1].next
        }
        return nil
    }

    /// Whether the name at `key` is this one, byte by byte.
    @inline(__always)
    private func holds(_ key: Int, _ name: Span<UInt8>) -> Bool {
        let node = nodes[key]
        if node.hasEscapes { return holdsUnescaped(node, name) }
        return JSONFingerprint.isEqual(bytes, in: node.range, to: name)
    }

    private func holdsUnescaped(_ node: JSONNode, _ name: Span<UInt8>) -> Bool {
        let unescaped = unescaped(node)
        return JSONFingerprint.isEqual(unescaped, in: unescaped.indices, to: name)
    }

    private func fingerprint(of key: Int) -> UInt32 {
        let node = nodes[key]
        guard node.hasEscapes else { return JSONFingerprint.of(bytes, in: node.range) }
        let unescaped = unescaped(node)
        return JSONFingerprint.of(unescaped, in: unescaped.indices)
    }

    private func stands(_ key: Int, before end: Int, in object: Int) -> Bool {
        let name = utf8(of: nodes[key])
        return scan(object &+ 1..<end, for: name.span, nodes[key].fingerprint) != nil
    }

    /// Names of a seeded hash each, so that nobody can write a document whose names all collide.
    private func markRepeatedBySorting(in object: Int) {
        var hashes: [(hash: Int, key: Int)] = []
        var key = object &+ 1
        while key < nodes[object].next {
            var hasher = Hasher()
            let name = utf8(of: nodes[key])
            unsafe name.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
            hashes.append((hasher.finalize(), key))
            key = nodes[key &+ 1].next
        }
        hashes.sort { $0 < $1 }
        var first = 0
        for index in hashes.indices.dropFirst() {
            let key = hashes[index].key
            if hashes[index].hash != hashes[first].hash {
                first = index
            } else if utf8(of: nodes[key]).elementsEqual(utf8(of: nodes[hashes[first].key])) {
                nodes[key].markRepeated()
            }
        }
    }
}
