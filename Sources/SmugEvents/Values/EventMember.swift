/// What a property of an event may be: where a member is no such value, it is kept as it is.
public protocol EventMember: Decodable {}

extension String: EventMember {}
extension Int: EventMember {}
extension Bool: EventMember {}
extension Double: EventMember {}
extension Array: EventMember where Element: Decodable {}

/// A value that is there, though empty, where an event lacks it.
public protocol Emptiable {
    /// An empty one.
    init()
    /// Whether it is as if it were not there.
    var isEmpty: Bool { get }
}

extension String: Emptiable {}
extension Array: Emptiable {}
