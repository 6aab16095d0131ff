#if AllEvents
public import SmugJSON

/// A step of Systems Manager: a command, an automation, a window, a parameter, a configuration.
///
/// Which members there are depends on the event; EventBridge's detail.
///
/// [AWS: Systems Manager events](https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html)
public struct SSMDetail: EventValue {
    public var executionId: String?
    public var definition: String?
    public var definitionVersion: String?
    public var status: String?
    public var endTime: DateText?
    public var startTime: DateText?
    public var time: JSONValue?
    public var stepName: String?
    public var action: String?
    public var executedBy: String?
    public var commandId: String?
    public var documentName: String?
    public var instanceId: String?
    public var requestedDateTime: DateText?
    public var expireAfter: DateText?
    public var atState: DateText?
    public var state: String?
    public var oldState: String?
    public var newState: String?
    public var windowId: String?
    public var windowTargetId: String?
    public var windowTaskId: String?
    public var windowExecutionId: String?
    public var windowTaskExecutionId: String?
    public var nextStart: DateText?
    public var nextEnd: DateText?
    public var event: String?
    public var changeCalendarName: JSONValue?
    public var associationId: String?
    public var associationVersion: String?
    public var documentVersion: String?
    public var targets: JSONValue?
    public var creationDate: DateText?
    public var lastUpdatedDate: DateText?
    public var lastExecutionDate: DateText?
    public var scheduleExpression: String?
    public var associationName: String?
    public var resourceId: String?
    public var resourceType: String?
    public var complianceType: String?
    public var complianceStatus: String?
    public var policyName: String?
    public var policyType: String?
    public var policyContent: String?
    public var actionReason: String?
    public var actionStatus: String?
    public var name: String?
    public var type: String?
    public var operation: String?
    public var description: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case executionId = "ExecutionId"
        case definition = "Definition"
        case definitionVersion = "DefinitionVersion"
        case status
        case endTime = "EndTime"
        case startTime = "StartTime"
        case time = "Time"
        case stepName = "StepName"
        case action = "Action"
        case executedBy = "ExecutedBy"
        case commandId = "command-id"
        case documentName = "document-name"
        case instanceId = "instance-id"
        case requestedDateTime = "requested-date-time"
        case expireAfter = "expire-after"
        case atState = "at-state"
        case state
        case oldState = "old-state"
        case newState = "new-state"
        case windowId = "window-id"
        case windowTargetId = "window-target-id"
        case windowTaskId = "window-task-id"
        case windowExecutionId = "window-execution-id"
        case windowTaskExecutionId = "window-task-execution-id"
        case nextStart = "next-start"
        case nextEnd = "next-end"
        case event
        case changeCalendarName = "change-calendar-name"
        case associationId = "association-id"
        case associationVersion = "association-version"
        case documentVersion = "document-version"
        case targets
        case creationDate = "creation-date"
        case lastUpdatedDate = "last-updated-date"
        case lastExecutionDate = "last-execution-date"
        case scheduleExpression = "schedule-expression"
        case associationName = "association-name"
        case resourceId = "resource-id"
        case resourceType = "resource-type"
        case complianceType = "compliance-type"
        case complianceStatus = "compliance-status"
        case policyName = "policy-name"
        case policyType = "policy-type"
        case policyContent = "policy-content"
        case actionReason = "action-reason"
        case actionStatus = "action-status"
        case name
        case type
        case operation
        case description
        case others
    }
}
#endif
