public import SmugJSON

/// The members of an object whose names are data: headers, tags, attributes.
///
/// It keeps the payload's order. Members that are null, or no such value, are kept in ``rest`` and
/// written again.
public struct Map<Value: Codable & Equatable & Sendable>: Sendable {
    /// From so many members on, looking up goes by an index.
    private static var minIndexed: Int { 32 }

    private var entries: [Element] = []
    private var index: [String: Int] = [:]

    /// Members that are not such values, most often null.
    public var rest = JSONObject()

    /// An empty one.
    public init() {}

    /// These members; of a key that is there twice, the last counts.
    public init(_ members: some Sequence<(String, Value)>) {
        for (key, value) in members { self[key] = value }
    }

    /// The keys in order.
    public var keys: [String] { entries.map(\.key) }
    /// The values in order.
    public var values: [Value] { entries.map(\.value) }

    /// The value of a key; setting nil removes it.
    public subscript(key: String) -> Value? {
        get { position(of: key).map { entries[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): entries[position].value = value
            case (let position?, nil):
                entries.remove(at: position)
                rebuildIndex()
            case (nil, let value?): append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// The value of a key, or another.
    public subscript(key: String, default other: @autoclosure () -> Value) -> Value {
        get { self[key] ?? other() }
        set { self[key] = newValue }
    }

    private func position(of key: String) -> Int? {
        index.isEmpty ? entries.firstIndex { $0.key == key } : index[key]
    }

    private mutating func append(_ entry: Element) {
        entries.append(entry)
        if !index.isEmpty {
            index[entry.key] = entries.count - 1
        } else if entries.count >= Self.minIndexed {
            rebuildIndex()
        }
    }

    private mutating func rebuildIndex() {
        if !index.isEmpty { index.removeAll(keepingCapacity: true) }
        guard entries.count >= Self.minIndexed else { return }
        for (position, entry) in entries.enumerated() { index[entry.key] = position }
    }
}

extension Map: RandomAccessCollection {
    /// A key and its value.
    public typealias Element = (key: String, value: Value)

    /// Where the first member stands.
    public var startIndex: Int { 0 }
    /// Behind the last member.
    public var endIndex: Int { entries.count }
    /// The member at a place.
    public subscript(position: Int) -> Element { entries[position] }
}

extension Map: Equatable {
    /// Whether both have equal members, in any order.
    public static func == (first: Map, second: Map) -> Bool {
        first.count == second.count && first.rest == second.rest
            && first.allSatisfy { second[$0.key] == $0.value }
    }
}

extension Map: ExpressibleByDictionaryLiteral {
    /// These members; of a key that is there twice, the last counts.
    public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}

extension Map: Codable {
    /// The members of an object, each on its own.
    public init(from decoder: any Decoder) throws {
        // Most are of texts, for which the generic way takes ten times the steps.
        if Value.self == String.self {
            let members = try decoder.singleValueContainer().decode(JSONTextMembers.self)
            entries = unsafe unsafeBitCast(members.texts, to: [Element].self)
            rest = members.rest
            rebuildIndex()
            return
        }
        for (key, value) in try decoder.singleValueContainer().decode(JSONMembers.self).members {
            do {
                entries.append((key, try value.singleValueContainer().decode(Value.self)))
            } catch is DecodingError {
                rest[key] = try value.singleValueContainer().decode(JSONValue.self)
            }
        }
        rebuildIndex()
    }

    /// Writes an object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberName.self)
        for (key, value) in entries {
            try container.Swift::encode(value, forKey: MemberName(key))
        }
        for (key, value) in rest where self[key] == nil {
            try container.Swift::encode(value, forKey: MemberName(key))
        }
    }
}

extension Map: EventMember, Emptiable {
    /// Whether there is no member.
    public var isEmpty: Bool { entries.isEmpty && rest.isEmpty }
}

extension Map where Value == String {
    /// The value of a header, whatever the case of its name's ASCII letters.
    public func header(_ name: String) -> String? {
        self[name] ?? first { $0.key.lowercased() == name.lowercased() }?.value
    }
}

/// A member's name that is data.
struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
