internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let devices = [
        iotButton, iot1Click, iotProvisioning, iotCertificate,
    ]

    private static let iotButton = EventKind(
        "iot-button", IoTButtonEvent.self, "a click of an IoT button",
        when: { $0.has("serialNumber", "clickType") || $0.has("clickType", "batteryVoltage") },
        sample: #"""
            {"serialNumber": "G030JF055364XVRB", "clickType": "DOUBLE", "batteryVoltage": "1582mV"}
            """#)

    private static let iot1Click = EventKind(
        "iot-1-click", IoT1ClickEvent.self, "an event of a 1-Click device",
        when: { $0.has("deviceEvent") || $0.has("deviceInfo", "placementInfo") },
        sample: #"""
            {
              "deviceEvent": {
                "buttonClicked": {"clickType": "LONG", "reportedTime": "2024-03-12T19:03:58.123Z"}
              },
              "deviceInfo": {
                "attributes": {"floor": "2"},
                "type": "button",
                "deviceId": "G030PM0412345678",
                "remainingLife": 99.5
              },
              "placementInfo": {
                "projectName": "orders",
                "placementName": "kitchen",
                "attributes": {"location": "Seattle"},
                "devices": {"button": "G030PM0412345678"}
              }
            }
            """#)

    private static let iotProvisioning = EventKind(
        "iot-provisioning", IoTProvisioningHookRequest.self,
        "a device that wants to be provisioned",
        when: { $0.has("templateArn", "parameters") || $0.has("claimCertificateId") },
        sample: #"""
            {
              "claimCertificateId": "0a1b2c3d4e5f",
              "certificateId": "1a2b3c4d5e6f",
              "certificatePem": "-----BEGIN CERTIFICATE-----\nMIIB…",
              "templateArn": "arn:aws:iot:eu-west-1:111122223333:provisioningtemplate/devices",
              "clientId": "device-7",
              "parameters": {"SerialNumber": "7"}
            }
            """#)

    private static let iotCertificate = EventKind(
        "iot-certificate", IoTCertificateRegistrationEvent.self,
        "a certificate that a device has shown for the first time",
        when: {
            $0.has("certificateId", "certificateStatus")
                || $0.has("certificateId", "caCertificateId")
        },
        sample: #"""
            {
              "certificateId": "1a2b3c4d5e6f",
              "caCertificateId": "2b3c4d5e6f7a",
              "timestamp": 1710270238123,
              "certificateStatus": "PENDING_ACTIVATION",
              "awsAccountId": "111122223333",
              "certificateRegistrationTimestamp": "1710270238000"
            }
            """#)
}
