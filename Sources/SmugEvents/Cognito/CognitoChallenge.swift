public import SmugJSON

/// A question that was asked, and whether it was answered well.
public struct CognitoChallenge: EventValue {
    public var challengeName: String?
    public var challengeResult: Bool?
    public var challengeMetadata: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
