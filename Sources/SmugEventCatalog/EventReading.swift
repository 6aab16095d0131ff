internal import SmugEvents
internal import SmugJSON

/// What the library has read of a payload.
package struct EventReading {
    private let value: any Encodable

    init(_ value: any Encodable) { self.value = value }

    /// The value as JSON again.
    package func json() throws -> [UInt8] { try EventCoding.encode(value) }

    /// Where members stand that have no property, as one writes it in Swift:
    /// `records[0].others["x"]`.
    package var others: [String] {
        var found: [String] = []
        Self.collect(value, at: "", into: &found)
        return found
    }

    private static func collect(_ value: Any, at path: String, into found: inout [String]) {
        if let others = value as? OtherMembers {
            found += others.members.keys.map { "\(path)[\"\($0)\"]" }
            return
        }
        if let map = value as? any AnyMap {
            found += map.rest.keys.map { "\(path).rest[\"\($0)\"]" }
            for (key, member) in map.members {
                collect(member, at: "\(path)[\"\(key)\"]", into: &found)
            }
            return
        }
        if value is JSONValue { return }
        let mirror = Mirror(reflecting: value)
        for (index, child) in mirror.children.enumerated() {
            switch mirror.displayStyle {
            case .struct:
                let name = child.label ?? ""
                collect(child.value, at: path.isEmpty ? name : "\(path).\(name)", into: &found)
            case .collection: collect(child.value, at: "\(path)[\(index)]", into: &found)
            case .optional, .enum: collect(child.value, at: path, into: &found)
            default: break
            }
        }
    }
}

/// A ``Map`` of whatever values.
private protocol AnyMap {
    var rest: JSONObject { get }
    var members: [(key: String, value: Any)] { get }
}

extension Map: AnyMap {
    fileprivate var members: [(key: String, value: Any)] { map { ($0.key, $0.value) } }
}
