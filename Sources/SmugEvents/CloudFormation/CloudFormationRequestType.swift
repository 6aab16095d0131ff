/// What is to be done with a custom resource.
public struct CloudFormationRequestType: OpenEnum {
    public static let create: Self = "Create"
    public static let update: Self = "Update"
    public static let delete: Self = "Delete"

    /// The name as AWS writes it.
    public let rawValue: String

    /// A name, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
