#if AllEvents
public import SmugJSON

/// A branch or tag that was made, moved or deleted; EventBridge's detail.
///
/// [AWS: Monitoring CodeCommit events](https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html)
public struct CodeCommitRepositoryChange: EventValue {
    public var event: String?
    public var repositoryName: String?
    public var repositoryId: String?
    public var referenceType: String?
    public var referenceName: String?
    public var referenceFullName: String?
    public var commitId: String?
    public var oldCommitId: String?
    public var baseCommitId: String?
    public var sourceCommitId: String?
    public var destinationCommitId: String?
    public var mergeOption: String?
    public var callerUserArn: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
