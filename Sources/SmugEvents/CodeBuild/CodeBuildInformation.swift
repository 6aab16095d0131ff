#if AllEvents
public import SmugJSON

/// What CodeBuild knows of a build.
///
/// [AWS: Build notifications](https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html)
public struct CodeBuildInformation: EventValue {
    public var artifact: Artifact?
    public var environment: Environment?
    public var timeout: Minutes?
    public var queuedTimeout: Minutes?
    public var buildComplete: Bool?
    public var buildNumber: Double?
    public var initiator: String?
    public var buildStartTime: DateText?
    public var source: Source?
    public var sourceVersion: String?
    public var logs: Logs?
    public var phases: [Phase]?
    public var cache: JSONValue?
    public var networkInterface: JSONValue?
    public var vpcConfig: JSONValue?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case artifact
        case environment
        case timeout = "timeout-in-minutes"
        case queuedTimeout = "queued-timeout-in-minutes"
        case buildComplete = "build-complete"
        case buildNumber = "build-number"
        case initiator
        case buildStartTime = "build-start-time"
        case source
        case sourceVersion = "source-version"
        case logs
        case phases
        case cache
        case networkInterface = "network-interface"
        case vpcConfig = "vpc-config"
        case others
    }
}

extension CodeBuildInformation {
    /// What came out.
    public struct Artifact: EventValue {
        public var md5sum: String?
        public var sha256sum: String?
        public var location: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Where it was built.
    public struct Environment: EventValue {
        public var image: String?
        public var privilegedMode: Bool?
        public var computeType: String?
        public var type: String?
        public var environmentVariables: [Variable]?
        public var imagePullCredentialsType: String?
        public var registryCredential: JSONValue?
        public var certificate: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case image
            case privilegedMode = "privileged-mode"
            case computeType = "compute-type"
            case type
            case environmentVariables = "environment-variables"
            case imagePullCredentialsType = "image-pull-credentials-type"
            case registryCredential = "registry-credential"
            case certificate
            case others
        }
    }

    /// A variable.
    public struct Variable: EventValue {
        public var name: String?
        public var type: String?
        public var value: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// What was built.
    public struct Source: EventValue {
        public var location: String?
        public var type: String?
        public var buildspec: String?
        public var auth: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Where its log is.
    public struct Logs: EventValue {
        public var groupName: String?
        public var streamName: String?
        public var deepLink: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case groupName = "group-name"
            case streamName = "stream-name"
            case deepLink = "deep-link"
            case others
        }
    }

    /// A phase.
    public struct Phase: EventValue {
        public var phaseContext: [JSONValue]?
        public var startTime: DateText?
        public var endTime: DateText?
        public var duration: Seconds?
        public var phaseType: String?
        public var phaseStatus: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case phaseContext = "phase-context"
            case startTime = "start-time"
            case endTime = "end-time"
            case duration = "duration-in-seconds"
            case phaseType = "phase-type"
            case phaseStatus = "phase-status"
            case others
        }
    }
}
#endif
