/// What traces come from: a service, and where it runs.
package struct TraceResource: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let value: TraceSpan.Value
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    package mutating func set(_ name: String, _ value: String) {
        set(name, TraceSpan.Value(value))
    }

    /// The last value of a name counts.
    package mutating func set(_ name: String, _ value: TraceSpan.Value) {
        entries.removeAll { $0.name == name }
        entries.append(Entry(name: name, value: value))
    }
}
