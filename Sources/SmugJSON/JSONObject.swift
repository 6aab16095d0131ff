/// The members of an object, in order.
///
/// Keys are the same when their bytes are: unlike `String`, which takes composed and decomposed
/// letters for equal. Two objects are equal when they hold equal members in any order.
public struct JSONObject: Sendable {
    private struct ExactKey: Hashable {
        let string: String

        static func == (first: ExactKey, second: ExactKey) -> Bool {
            first.string.utf8.elementsEqual(second.string.utf8)
        }

        func hash(into hasher: inout Hasher) {
            for byte in string.utf8 { hasher.combine(byte) }
            hasher.combine(0xFF as UInt8)
        }
    }

    /// Up to this many members are searched one by one.
    private static let maxUnindexed = 12

    private var members: [(key: String, value: JSONValue)] = []
    /// Where each key is; empty while there are few.
    private var index: [ExactKey: Int] = [:]

    /// An object without members.
    public init() {}

    /// How many members there are.
    public var count: Int { members.count }
    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }
    /// The keys in order.
    public var keys: [String] { members.map(\.key) }

    /// The member's value; setting a new key appends it, setting nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    private func position(of key: String) -> Int? {
        if index.isEmpty {
            return members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
        }
        return index[ExactKey(string: key)]
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if !index.isEmpty {
            index[ExactKey(string: key)] = members.count - 1
        } else if members.count > Self.maxUnindexed {
            rebuildIndex()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        if !index.isEmpty { rebuildIndex() }
    }

    private mutating func rebuildIndex() {
        index.removeAll(keepingCapacity: true)
        guard members.count > Self.maxUnindexed else { return }
        for (position, member) in members.enumerated() {
            index[ExactKey(string: member.key)] = position
        }
    }
}

extension JSONObject: Sequence {
    /// Walks the members in order.
    public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> {
        members.makeIterator()
    }
}

extension JSONObject: Hashable {
    /// Whether both hold equal members, in any order.
    public static func == (first: JSONObject, second: JSONObject) -> Bool {
        first.count == second.count && first.members.allSatisfy { second[$0.key] == $0.value }
    }

    /// Feeds the members, so that their order does not matter.
    public func hash(into hasher: inout Hasher) {
        // Members in any order must hash alike.
        var sum = 0
        for member in members {
            var inner = Hasher()
            inner.combine(ExactKey(string: member.key))
            inner.combine(member.value)
            sum ^= inner.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The last of duplicate keys wins.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }
}
