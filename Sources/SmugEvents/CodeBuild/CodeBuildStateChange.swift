#if AllEvents
public import SmugJSON

/// A build's new state; EventBridge's detail.
///
/// [AWS: Build notifications](https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html)
public struct CodeBuildStateChange: EventValue {
    public var buildStatus: String?
    public var buildId: String = ""
    public var projectName: String = ""
    public var additionalInformation: CodeBuildInformation?
    public var currentPhase: String?
    public var currentPhaseContext: String?
    public var version: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case buildStatus = "build-status"
        case buildId = "build-id"
        case projectName = "project-name"
        case additionalInformation = "additional-information"
        case currentPhase = "current-phase"
        case currentPhaseContext = "current-phase-context"
        case version
        case others
    }
}

/// A phase of a build that is over; EventBridge's detail.
///
/// [AWS: Build notifications](https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html)
public struct CodeBuildPhaseChange: EventValue {
    public var completedPhase: String?
    public var completedPhaseContext: String?
    public var completedPhaseStatus: String?
    public var completedPhaseStart: DateText?
    public var completedPhaseEnd: DateText?
    public var completedPhaseDuration: Seconds?
    public var projectName: String = ""
    public var buildId: String = ""
    public var additionalInformation: CodeBuildInformation?
    public var version: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case completedPhase = "completed-phase"
        case completedPhaseContext = "completed-phase-context"
        case completedPhaseStatus = "completed-phase-status"
        case completedPhaseStart = "completed-phase-start"
        case completedPhaseEnd = "completed-phase-end"
        case completedPhaseDuration = "completed-phase-duration-seconds"
        case projectName = "project-name"
        case buildId = "build-id"
        case additionalInformation = "additional-information"
        case version
        case others
    }
}
#endif
