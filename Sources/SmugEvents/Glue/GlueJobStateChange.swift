#if AllEvents
public import SmugJSON

/// A job run's new state; EventBridge's detail.
///
/// [AWS: Glue events](https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html)
public struct GlueJobStateChange: EventValue {
    public var jobName: String = ""
    public var severity: String?
    public var state: String?
    public var jobRunId: String?
    public var message: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// A job run that takes long; EventBridge's detail.
///
/// [AWS: Glue events](https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html)
public struct GlueJobRunStatus: EventValue {
    public var jobName: String = ""
    public var severity: String?
    public var notificationCondition: Map<JSONValue>?
    public var state: String?
    public var jobRunId: String?
    public var message: String?
    public var startedOn: DateText?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// A crawler that has begun; EventBridge's detail.
///
/// [AWS: Glue events](https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html)
public struct GlueCrawlerStarted: EventValue {
    public var accountId: String?
    public var crawlerName: String = ""
    public var startTime: DateText?
    public var state: String?
    public var message: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// A crawler that has ended, well or not; EventBridge's detail.
///
/// [AWS: Glue events](https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html)
public struct GlueCrawlerEnded: EventValue {
    public var accountId: String?
    public var crawlerName: String = ""
    public var state: String?
    public var message: String?
    public var errorMessage: String?
    public var completionDate: DateText?
    public var runningTime: JSONValue?
    public var cloudWatchLogLink: String?
    public var warningMessage: String?
    public var tablesCreated: Lenient<Int>?
    public var tablesUpdated: Lenient<Int>?
    public var tablesDeleted: Lenient<Int>?
    public var partitionsCreated: Lenient<Int>?
    public var partitionsUpdated: Lenient<Int>?
    public var partitionsDeleted: Lenient<Int>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case accountId
        case crawlerName
        case state
        case message
        case errorMessage
        case completionDate
        case runningTime = "runningTime (sec)"
        case cloudWatchLogLink
        case warningMessage
        case tablesCreated
        case tablesUpdated
        case tablesDeleted
        case partitionsCreated
        case partitionsUpdated
        case partitionsDeleted
        case others
    }
}

/// Partitions of a table that changed; EventBridge's detail.
///
/// [AWS: Glue events](https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html)
public struct GlueCatalogTableChange: EventValue {
    public var databaseName: String?
    public var changedPartitions: [String]?
    public var typeOfChange: String?
    public var tableName: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// Tables of a database that changed; EventBridge's detail.
///
/// [AWS: Glue events](https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html)
public struct GlueCatalogDatabaseChange: EventValue {
    public var databaseName: String?
    public var typeOfChange: String?
    public var changedTables: [String]?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
