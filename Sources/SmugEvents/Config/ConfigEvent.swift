#if AllEvents
public import SmugJSON

/// A question to a rule; the answer goes to PutEvaluations.
///
/// [AWS: Example events for rules](https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html)
public struct ConfigEvent: EventValue {
    public var version: String?
    public var configRuleName: String = ""
    public var configRuleArn: String?
    public var configRuleId: String?
    public var executionRoleArn: String?
    public var accountId: String?
    /// JSON in a string: the changed item, or that it is time.
    public var invokingEvent: String = ""
    /// JSON in a string.
    public var ruleParameters: String?
    public var resultToken: String = ""
    public var eventLeftScope: Bool?
    public var evaluationMode: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
