#if AllEvents
public import SmugJSON

/// The new state of a pipeline, a stage or an action; EventBridge's detail.
///
/// [AWS: Monitoring CodePipeline events](https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html)
public struct CodePipelineDetail: EventValue {
    public var pipeline: String = ""
    public var version: Double?
    public var executionId: String = ""
    public var stage: String?
    public var action: String?
    public var state: String?
    public var region: String?
    public var type: ActionType?
    public var startTime: DateText?
    public var pipelineExecutionAttempt: Double?
    public var executionTrigger: JSONValue?
    public var executionResult: JSONValue?
    public var inputArtifacts: JSONValue?
    public var outputArtifacts: JSONValue?
    public var actionExecutionId: String?
    public var sourceActions: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case pipeline
        case version
        case executionId = "execution-id"
        case stage
        case action
        case state
        case region
        case type
        case startTime = "start-time"
        case pipelineExecutionAttempt = "pipeline-execution-attempt"
        case executionTrigger = "execution-trigger"
        case executionResult = "execution-result"
        case inputArtifacts = "input-artifacts"
        case outputArtifacts = "output-artifacts"
        case actionExecutionId = "action-execution-id"
        case sourceActions = "source-actions"
        case others
    }
}

extension CodePipelineDetail {
    /// What kind of action.
    public struct ActionType: EventValue {
        public var owner: String?
        public var category: String?
        public var provider: String?
        public var version: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
