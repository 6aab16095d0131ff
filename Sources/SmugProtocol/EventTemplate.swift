import SmugJSON

/// What all events of a route share, escaped once.
struct EventTemplate: Sendable {
    /// Up to and with the quote that opens the first value of the request.
    private(set) var start: [UInt8] = []
    /// What stands before the context's first value of the request.
    private(set) var contextStart: [UInt8] = []
    /// What stands in the context between the request's values.
    private(set) var contextEnd: [UInt8] = []
    /// What stands before the path in the context: the stage, unless it is the default.
    private(set) var pathPrefix: [UInt8] = []

    /// `routeKey` is the method, or `ANY`, and the template.
    init(routeKey: String, function: String, format: EventFormat) {
        switch format.shape {
        case .httpAPI:
            fillVersion2(
                routeKey: routeKey, account: FunctionName.accountID(in: function), format)
        case .functionURL:
            let account = FunctionName.accountID(in: function) ?? Array("anonymous".utf8)
            fillVersion2(
                routeKey: "$default", account: account,
                EventFormat(.functionURL, isBatched: format.isBatched))
        case .restAPI:
            let resource = routeKey.drop { $0 != " " }.dropFirst()
            fillVersion1(
                resource: String(resource), account: FunctionName.accountID(in: function), format)
        case .loadBalancer:
            start.append("{\"requestContext\":{\"elb\":{\"targetGroupArn\":\"")
            start.append(escaping: Self.targetGroup(of: function))
            start.append(format.isBatched ? "\"},\"requestId\":\"" : "\"}},\"httpMethod\":\"")
        }
    }

    /// How many bytes they take altogether.
    var count: Int {
        start.count + contextStart.count + contextEnd.count + pathPrefix.count
    }

    private mutating func fillVersion2(routeKey: String, account: [UInt8]?, _ format: EventFormat) {
        start.append("{\"version\":\"2.0\",\"routeKey\":\"")
        start.append(escaping: routeKey)
        start.append("\",\"rawPath\":\"")
        if !format.stageVariables.isEmpty {
            contextStart.append(",\"stageVariables\":")
            contextStart.append(format.stageVariables)
        }
        contextStart.append(",\"requestContext\":{")
        if let account {
            contextStart.append("\"accountId\":\"")
            contextStart.append(contentsOf: account)
            contextStart.append("\",")
        }
        contextStart.append("\"apiId\":\"smug\",")
        contextEnd.append("\",\"routeKey\":\"")
        contextEnd.append(escaping: routeKey)
        contextEnd.append("\",\"stage\":\"")
        contextEnd.append(escaping: format.stage)
        contextEnd.append("\",\"time\":\"")
    }

    /// Receivers of this format rely on texts where API Gateway always has one, so that an
    /// unknown account is one of zeros.
    private mutating func fillVersion1(resource: String, account: [UInt8]?, _ format: EventFormat) {
        start.append("{\"resource\":\"")
        start.append(escaping: resource)
        start.append("\",\"path\":\"")
        contextStart.append(",\"stageVariables\":")
        if format.stageVariables.isEmpty {
            contextStart.append("null")
        } else {
            contextStart.append(format.stageVariables)
        }
        contextStart.append(",\"requestContext\":{\"accountId\":\"")
        contextStart.append(contentsOf: account ?? Self.unknownAccount)
        contextStart.append("\",\"apiId\":\"smug\",\"resourceId\":\"smug\",\"resourcePath\":\"")
        contextStart.append(escaping: resource)
        contextStart.append("\",\"stage\":\"")
        contextStart.append(escaping: format.stage)
        contextStart.append("\",")
        if format.stage != EventFormat.defaultStage {
            pathPrefix.append("/")
            pathPrefix.append(escaping: format.stage)
        }
    }

    private static let unknownAccount = Array("000000000000".utf8)

    /// An ARN as a load balancer's target group has it, in the function's region and account.
    private static func targetGroup(of function: String) -> String {
        let parts = function.split(separator: ":", omittingEmptySubsequences: false)
        let isARN = parts.count > 4 && parts[0] == "arn"
        let partition = isARN ? parts[1] : "aws"
        let region = isARN ? parts[3] : "us-east-1"
        let account = FunctionName.accountID(in: function) ?? unknownAccount
        return "arn:\(partition):elasticloadbalancing:\(region):"
            + String(decoding: account, as: UTF8.self) + ":targetgroup/smug/0000000000000000"
    }
}

extension [UInt8] {
    fileprivate mutating func append(escaping text: String) {
        JSONEscaping.append(text, to: &self)
    }

    /// Appends an object; of a name that stands twice the last value.
    fileprivate mutating func append(_ variables: [EventFormat.StageVariable]) {
        var values: [String: String] = [:]
        for variable in variables { values[variable.name] = variable.value }
        var separator: StaticString = "{\""
        for name in variables.map(\.name) {
            guard let value = values.removeValue(forKey: name) else { continue }
            append(separator)
            separator = ",\""
            append(escaping: name)
            append("\":\"")
            append(escaping: value)
            append("\"")
        }
        append("}")
    }
}
