internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    /// Events of a bus on a schedule, and any other that no known source has sent.
    static let buses = [scheduled, anyBusEvent]

    private static let scheduled = busKind(
        "scheduled", JSONValue.self, "aws.events", "Scheduled Event", "a schedule's time has come",
        when: { $0.isBusEvent("aws.events", "Scheduled") || $0.isBusEvent("aws.scheduler", "") },
        detail: "{}")

    private static let anyBusEvent = busKind(
        "eventbridge", JSONValue.self, "shop.orders", "Order Placed",
        "an event of a bus, with any detail",
        when: { $0.isBusEvent }, detail: #"{"order": 42, "lines": [{"id": 1, "amount": 2.5}]}"#)

    /// A kind that is an event of a bus with this detail.
    static func busKind<Detail: Codable & Equatable & Sendable>(
        _ name: String, _ detail: Detail.Type, _ source: String, _ type: String, _ summary: String,
        when matches: @escaping @Sendable (JSONValue) -> Bool, detail sample: String
    ) -> EventKind {
        EventKind(
            name, EventBridgeEvent<Detail>.self, summary, when: matches,
            sample: """
                {
                  "version": "0",
                  "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
                  "detail-type": "\(type)",
                  "source": "\(source)",
                  "account": "111122223333",
                  "time": "2024-03-12T19:03:58Z",
                  "region": "eu-west-1",
                  "resources": ["arn:aws:events:eu-west-1:111122223333:rule/orders"],
                  "detail": \(sample)
                }
                """)
    }
}
