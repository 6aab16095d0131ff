#if AllEvents
public import SmugJSON

/// Changes of a collection or database.
///
/// [AWS: Using Lambda with Amazon DocumentDB](https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html)
public struct DocumentDBEvent: EventValue {
    public var eventSourceArn: String?
    public var eventSource: String?
    public var events: [Entry] = []
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension DocumentDBEvent {
    /// One change, in its wrapper.
    public struct Entry: EventValue {
        public var event: Change = Change()
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// One change.
    public struct Change: EventValue {
        public var id: Token?
        public var operationType: Operation?
        public var clusterTime: ClusterTime?
        public var ns: Namespace?
        /// The new name.
        public var to: Namespace?
        public var documentKey: DocumentKey?
        /// In MongoDB's extended JSON.
        public var fullDocument: JSONValue?
        public var updateDescription: UpdateDescription?
        public var lsid: JSONValue?
        public var txnNumber: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case id = "_id"
            case operationType
            case clusterTime
            case ns
            case to
            case documentKey
            case fullDocument
            case updateDescription
            case lsid
            case txnNumber
            case others
        }
    }

    /// Where the change stands in the stream.
    public struct Token: EventValue {
        public var data: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case data = "_data"
            case others
        }
    }

    /// Which document changed.
    public struct DocumentKey: EventValue {
        public var id: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case id = "_id"
            case others
        }
    }

    /// When the change was made.
    public struct ClusterTime: EventValue {
        public var timestamp: Timestamp?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case timestamp = "$timestamp"
            case others
        }
    }

    /// A second, and a number within it.
    public struct Timestamp: EventValue {
        public var t: UnixSeconds?
        public var i: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A collection, or a whole database.
    public struct Namespace: EventValue {
        public var db: String?
        public var coll: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What an update set and removed.
    public struct UpdateDescription: EventValue {
        public var updatedFields: Map<JSONValue>?
        public var removedFields: [String]?
        public var truncatedArrays: [TruncatedArray]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// An array that became shorter.
    public struct TruncatedArray: EventValue {
        public var field: String?
        public var newSize: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
