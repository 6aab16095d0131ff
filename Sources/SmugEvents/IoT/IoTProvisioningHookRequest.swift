#if AllEvents
public import SmugJSON

/// A device that wants to be provisioned.
///
/// [AWS: Pre-provisioning hooks](https://docs.aws.amazon.com/iot/latest/developerguide/pre-provisioning-hook.html)
public struct IoTProvisioningHookRequest: EventValue {
    public var claimCertificateId: String?
    public var certificateId: String?
    public var certificatePem: String?
    public var templateArn: String?
    public var templateName: String?
    public var clientId: String?
    public var parameters: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// Whether the device may be provisioned.
///
/// [AWS: Pre-provisioning hooks](https://docs.aws.amazon.com/iot/latest/developerguide/pre-provisioning-hook.html)
public struct IoTProvisioningHookResponse: EventValue {
    public var allowProvisioning: Bool?
    public var parameterOverrides: Map<String>?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
