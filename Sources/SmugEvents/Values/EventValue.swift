public import SmugJSON

/// An event, an answer, or a part of one: a plain value with a property for each member.
///
/// What an event does not say is nil, or empty where every event of the kind has it. What cannot be
/// read as its property's type is not an error either: it stands in ``others`` beside the members
/// that have no property, and is written again from there. So a change on AWS's side costs the
/// member that it touches, never the event.
///
/// ```swift
/// let message = SQSEvent.Message {
///     $0.messageId = "1"
///     $0.body = "hello"
/// }
/// ```
public protocol EventValue: EventMember, Emptiable, Encodable, Equatable, Sendable {
    /// Members that have no property.
    var others: OtherMembers { get set }
}

extension EventValue {
    /// A value with what `configure` sets.
    public init(_ configure: (inout Self) throws -> Void) rethrows {
        self.init()
        try configure(&self)
    }

    /// Whether nothing is set.
    public var isEmpty: Bool { self == Self() }
}
