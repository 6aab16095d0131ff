#if AllEvents
public import SmugJSON

/// A matchmaking ticket's progress; EventBridge's detail.
///
/// [AWS: FlexMatch events](https://docs.aws.amazon.com/gamelift/latest/flexmatchguide/match-events.html)
public struct GameLiftMatchmaking: EventValue {
    public var type: String?
    public var tickets: [Ticket]?
    public var gameSessionInfo: GameSession?
    public var matchId: String?
    public var reason: String?
    public var message: String?
    public var acceptance: String?
    public var acceptanceRequired: Bool?
    public var acceptanceTimeout: Seconds?
    public var estimatedWaitMillis: JSONValue?
    public var ruleEvaluationMetrics: [RuleMetric]?
    public var customEventData: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

extension GameLiftMatchmaking {
    /// A ticket.
    public struct Ticket: EventValue {
        public var ticketId: String = ""
        public var startTime: DateText?
        public var players: [Player]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// A player.
    public struct Player: EventValue {
        public var playerId: String?
        public var playerSessionId: String?
        public var team: String?
        public var accepted: Bool?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// The session.
    public struct GameSession: EventValue {
        public var gameSessionArn: String?
        public var ipAddress: String?
        public var dnsName: String?
        public var port: Int?
        public var players: [Player]?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }

    /// How often a rule passed.
    public struct RuleMetric: EventValue {
        public var ruleName: String?
        public var passedCount: Int?
        public var failedCount: Int?
        /// Members that have no property here.
        public var others = OtherMembers()

        /// An empty one.
        public init() {}
    }
}

/// A session's placement in a queue; EventBridge's detail.
///
/// [AWS: Placement events](https://docs.aws.amazon.com/gamelift/latest/developerguide/queue-events.html)
public struct GameLiftPlacement: EventValue {
    public var type: String?
    public var placementId: String = ""
    public var port: Lenient<Int>?
    public var gameSessionArn: String?
    public var ipAddress: String?
    public var dnsName: String?
    public var startTime: DateText?
    public var endTime: DateText?
    public var gameSessionRegion: String?
    public var placedPlayerSessions: JSONValue?
    public var customEventData: String?
    /// Members that have no property here.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}
#endif
