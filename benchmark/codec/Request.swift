/// A request as API Gateway passes it on, as a function declares it.
struct Request: Codable {
    struct Context: Codable {
        struct HTTP: Codable {
            var method: String
            var path: String
            var `protocol`: String
            var sourceIp: String
            var userAgent: String
        }
        struct Authorizer: Codable {
            struct Token: Codable {
                var claims: [String: String]
                var scopes: [String]?
            }
            var jwt: Token?
        }
        var accountId: String
        var apiId: String
        var authorizer: Authorizer?
        var domainName: String
        var domainPrefix: String
        var http: HTTP
        var requestId: String
        var routeKey: String
        var stage: String
        var time: String
        var timeEpoch: Int64
    }

    var version: String
    var routeKey: String
    var rawPath: String
    var rawQueryString: String
    var cookies: [String]?
    var headers: [String: String]
    var queryStringParameters: [String: String]?
    var requestContext: Context
    var body: String?
    var pathParameters: [String: String]?
    var isBase64Encoded: Bool
    var stageVariables: [String: String]?
}
