public import SmugJSON

/// A policy document.
///
/// [AWS: JSON policy elements](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html)
public struct IAMPolicy: EventValue {
    public var version: String = ""
    public var id: String?
    public var statement: OneOrMany<Statement> = OneOrMany<Statement>()
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case id = "Id"
        case statement = "Statement"
        case others
    }
}

extension IAMPolicy {
    /// One permission or its denial.
    public struct Statement: EventValue {
        public var sid: String?
        public var effect: Effect?
        public var principal: JSONValue?
        public var notPrincipal: JSONValue?
        public var action: OneOrMany<String>?
        public var notAction: OneOrMany<String>?
        public var resource: OneOrMany<String>?
        public var notResource: OneOrMany<String>?
        /// By operator, then by key.
        public var condition: Map<Map<OneOrMany<JSONValue>>>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case sid = "Sid"
            case effect = "Effect"
            case principal = "Principal"
            case notPrincipal = "NotPrincipal"
            case action = "Action"
            case notAction = "NotAction"
            case resource = "Resource"
            case notResource = "NotResource"
            case condition = "Condition"
            case others
        }
    }
}
