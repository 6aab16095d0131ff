#if AllEvents
public import SmugJSON

/// A click of an IoT button.
///
/// [AWS: IoT button](https://docs.aws.amazon.com/iot/latest/developerguide/iot-lambda-rule.html)
public struct IoTButtonEvent: EventValue {
    public var serialNumber: String = ""
    public var clickType: String?
    /// With its unit: `2000 mV`.
    public var batteryVoltage: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
