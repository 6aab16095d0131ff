#if AllEvents
public import SmugJSON

/// A certificate that a device has shown for the first time.
///
/// [AWS: Just-in-time registration](https://docs.aws.amazon.com/iot/latest/developerguide/auto-register-device-cert.html)
public struct IoTCertificateRegistrationEvent: EventValue {
    public var certificateId: String = ""
    public var caCertificateId: String?
    public var timestamp: UnixMilliseconds?
    public var certificateStatus: String?
    public var awsAccountId: String?
    public var certificateRegistrationTimestamp: JSONValue?
    public var sourceIp: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
