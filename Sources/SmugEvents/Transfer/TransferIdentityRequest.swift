#if AllEvents
public import SmugJSON

/// A user who wants to sign in to a file server.
///
/// [AWS: Using Lambda to integrate your identity provider](https://docs.aws.amazon.com/transfer/latest/userguide/custom-lambda-idp.html)
public struct TransferIdentityRequest: EventValue {
    public var username: String = ""
    public var password: String?
    public var serverId: String = ""
    public var sourceIp: String?
    public var `protocol`: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// What the user may do; an empty answer refuses.
///
/// [AWS: Using Lambda to integrate your identity provider](https://docs.aws.amazon.com/transfer/latest/userguide/custom-lambda-idp.html)
public struct TransferIdentityResponse: EventValue {
    public var role: String?
    public var posixProfile: PosixProfile?
    public var publicKeys: [String]?
    public var policy: String?
    public var homeDirectory: String?
    public var homeDirectoryType: String?
    public var homeDirectoryDetails: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case role = "Role"
        case posixProfile = "PosixProfile"
        case publicKeys = "PublicKeys"
        case policy = "Policy"
        case homeDirectory = "HomeDirectory"
        case homeDirectoryType = "HomeDirectoryType"
        case homeDirectoryDetails = "HomeDirectoryDetails"
        case others
    }
}

extension TransferIdentityResponse {
    /// The user's ids on a file system.
    public struct PosixProfile: EventValue {
        public var uid: Lenient<Int>?
        public var gid: Lenient<Int>?
        public var secondaryGids: [Int]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case uid = "Uid"
            case gid = "Gid"
            case secondaryGids = "SecondaryGids"
            case others
        }
    }
}
#endif
