#if AllEvents
public import SmugJSON

/// An event of a 1-Click device.
///
/// [AWS: IoT 1-Click](https://docs.aws.amazon.com/iot-1-click/latest/developerguide/1click-programming.html)
public struct IoT1ClickEvent: EventValue {
    public var deviceEvent: DeviceEvent = DeviceEvent()
    public var deviceInfo: DeviceInfo = DeviceInfo()
    public var placementInfo: PlacementInfo?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension IoT1ClickEvent {
    /// What happened: one of these.
    public struct DeviceEvent: EventValue {
        public var buttonClicked: Click?
        public var deviceHealth: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A click.
    public struct Click: EventValue {
        public var clickType: String?
        public var reportedTime: DateText?
        public var additionalInfo: JSONValue?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The device.
    public struct DeviceInfo: EventValue {
        public var attributes: Map<JSONValue>?
        public var type: String?
        public var deviceId: String = ""
        public var remainingLife: Double?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// Where the device is used.
    public struct PlacementInfo: EventValue {
        public var projectName: String?
        public var placementName: String?
        public var attributes: Map<String>?
        public var devices: Map<String>?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}
#endif
