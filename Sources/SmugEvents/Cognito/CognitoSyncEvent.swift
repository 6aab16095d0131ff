public import SmugJSON

/// Datasets that a device synchronizes.
///
/// [AWS: Cognito events](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-events.html)
public struct CognitoSyncEvent: EventValue {
    public var version: Lenient<Int>?
    public var eventType: String?
    public var region: String?
    public var identityPoolId: String = ""
    public var identityId: String = ""
    public var datasetName: String = ""
    public var datasetRecords: Map<Record> = Map<Record>()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension CognitoSyncEvent {
    /// A record before and after.
    public struct Record: EventValue {
        public var oldValue: String?
        public var newValue: String?
        public var op: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
