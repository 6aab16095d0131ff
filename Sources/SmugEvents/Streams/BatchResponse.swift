public import SmugJSON

/// Which items of a batch failed, so that only they come again.
///
/// For SQS, Kinesis, DynamoDB and Kafka, where the event source mapping has
/// `ReportBatchItemFailures` among its `FunctionResponseTypes`. No failure means that all went well.
///
/// [AWS: Reporting batch item failures](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html)
public struct BatchResponse: Codable, Equatable, Sendable {
    /// The items that failed.
    public var batchItemFailures: [Failure]
    /// Members that have no property.
    public var others = OtherMembers()

    /// A response that names these items: of SQS the message ids, of streams the sequence numbers.
    public init(failed identifiers: some Sequence<String> = []) {
        batchItemFailures = identifiers.map { Failure(itemIdentifier: $0) }
    }

    /// An item that failed.
    public struct Failure: Codable, Equatable, Sendable {
        /// The message's id, or the record's sequence number.
        public var itemIdentifier: String
        /// Members that have no property.
        public var others = OtherMembers()

        /// An item that failed.
        public init(itemIdentifier: String) { self.itemIdentifier = itemIdentifier }
    }

    private enum CodingKeys: String, CodingKey {
        case batchItemFailures, others
    }

    /// Reads the failures; a list that is missing or null is empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        batchItemFailures = try container.decode([Failure].self, forKey: .batchItemFailures)
        others = try container.decode(OtherMembers.self, forKey: .others)
    }

    /// Writes the failures, also where there are none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.Swift::encode(batchItemFailures, forKey: .batchItemFailures)
        try container.encode(others, forKey: .others)
    }
}
