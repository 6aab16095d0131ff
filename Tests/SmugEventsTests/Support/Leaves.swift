import SmugJSON

/// What a payload says: each leaf with the path to it.
///
/// A whole number is the same with a fraction of nothing. An empty list or object is a leaf, too.
struct Leaves: Equatable, CustomStringConvertible {
    private(set) var byPath: [String: String] = [:]

    init(_ value: JSONValue) { collect(value, "$") }

    init(_ json: [UInt8]) throws { self.init(try JSONValue(parsing: json)) }

    /// The leaves that others lack, or have otherwise.
    func missing(in others: Leaves) -> [String] {
        byPath.filter { others.byPath[$0.key] != $0.value }.map { "\($0.key): \($0.value)" }
            .sorted()
    }

    var description: String {
        byPath.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    }

    private mutating func collect(_ value: JSONValue, _ path: String) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() { collect(element, "\(path)[\(index)]") }
        case .object(let object) where !object.isEmpty:
            for (key, member) in object { collect(member, "\(path).\(key)") }
        case .integer(let number): byPath[path] = "\(Double(number))"
        default: byPath[path] = String(decoding: value.serialized(), as: UTF8.self)
        }
    }
}
