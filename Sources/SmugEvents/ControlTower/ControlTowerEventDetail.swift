#if AllEvents
public import SmugJSON

/// A lifecycle event of Control Tower; EventBridge's detail.
///
/// [AWS: Lifecycle events](https://docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html)
public struct ControlTowerEventDetail: EventValue {
    public var eventVersion: String?
    public var userIdentity: CloudTrailUserIdentity?
    public var eventTime: DateText?
    public var eventSource: String?
    public var eventName: String = ""
    public var awsRegion: String?
    public var sourceIPAddress: String?
    public var userAgent: String?
    public var eventID: String?
    public var requestID: String?
    public var readOnly: Bool?
    public var eventType: String?
    public var eventCategory: String?
    public var managementEvent: Bool?
    public var recipientAccountId: String?
    public var requestParameters: JSONValue?
    public var responseElements: JSONValue?
    public var sessionCredentialFromConsole: Lenient<Bool>?
    public var serviceEventDetails: ServiceEventDetails?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension ControlTowerEventDetail {
    /// What became of it: one of these.
    public struct ServiceEventDetails: EventValue {
        public var createManagedAccountStatus: AccountStatus?
        public var updateManagedAccountStatus: AccountStatus?
        public var enableGuardrailStatus: GuardrailStatus?
        public var disableGuardrailStatus: GuardrailStatus?
        public var setupLandingZoneStatus: LandingZoneStatus?
        public var updateLandingZoneStatus: LandingZoneStatus?
        public var registerOrganizationalUnitStatus: UnitStatus?
        public var deregisterOrganizationalUnitStatus: UnitStatus?
        public var precheckOrganizationalUnitStatus: JSONValue?
        public var enableBaselineStatus: JSONValue?
        public var resetEnabledBaselineStatus: JSONValue?
        public var updateEnabledBaselineStatus: JSONValue?
        public var disableBaselineStatus: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// An account.
    public struct AccountStatus: EventValue {
        public var organizationalUnit: Unit?
        public var account: Account?
        public var state: String?
        public var message: String?
        public var requestedTimestamp: DateText?
        public var completedTimestamp: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// An organizational unit.
    public struct Unit: EventValue {
        public var organizationalUnitName: String?
        public var organizationalUnitId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// An account.
    public struct Account: EventValue {
        public var accountName: String?
        public var accountId: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A guardrail on units.
    public struct GuardrailStatus: EventValue {
        public var organizationalUnits: [Unit]?
        public var guardrails: [Guardrail]?
        public var state: String?
        public var message: String?
        public var requestedTimestamp: DateText?
        public var completedTimestamp: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A guardrail.
    public struct Guardrail: EventValue {
        public var guardrailId: String?
        public var guardrailBehavior: String?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The landing zone.
    public struct LandingZoneStatus: EventValue {
        public var state: String?
        public var message: String?
        public var organizationalUnits: [Unit]?
        public var accounts: [Account]?
        public var rootOrganizationalId: String?
        public var regions: JSONValue?
        public var requestedTimestamp: DateText?
        public var completedTimestamp: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A unit.
    public struct UnitStatus: EventValue {
        public var state: String?
        public var message: String?
        public var organizationalUnit: Unit?
        public var requestedTimestamp: DateText?
        public var completedTimestamp: DateText?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
