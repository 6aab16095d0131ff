public import SmugJSON

/// An answer that nothing is expected in.
public struct CognitoNothing: EventValue {
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
