internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let authorizers = [
        tokenAuthorizer, v2Authorizer, requestAuthorizer, appSyncAuthorizer, iotAuthorizer,
        clientVPN, transfer,
    ]

    private static let tokenAuthorizer = EventKind(
        "apigateway-token-authorizer", APIGatewayTokenAuthorizerRequest.self,
        "a question to an authorizer of type TOKEN",
        when: { $0["type"] == "TOKEN" || $0.has("authorizationToken", "methodArn") },
        sample: #"""
            {
              "type": "TOKEN",
              "authorizationToken": "Bearer abc.def.ghi",
              "methodArn": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/live/GET/orders"
            }
            """#)

    private static let requestAuthorizer = EventKind(
        "apigateway-authorizer", APIGatewayAuthorizerRequest.self,
        "a question to an authorizer of type REQUEST (payload format 1.0)",
        when: {
            $0["type"] == "REQUEST" || $0.has("methodArn")
                || $0.has("requestContext", "identitySource", "authorizationToken")
        },
        sample: #"""
            {
              "type": "REQUEST",
              "methodArn": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/live/GET/orders",
              "resource": "/orders",
              "path": "/orders",
              "httpMethod": "GET",
              "headers": {"Authorization": "Bearer abc.def.ghi", "Host": "api.example.com"},
              "multiValueHeaders": {"Authorization": ["Bearer abc.def.ghi"]},
              "queryStringParameters": {},
              "multiValueQueryStringParameters": {},
              "pathParameters": {},
              "stageVariables": {"table": "orders-live"},
              "requestContext": {
                "accountId": "111122223333",
                "apiId": "a1b2c3d4e5",
                "httpMethod": "GET",
                "identity": {
                  "apiKey": null,
                  "sourceIp": "192.0.2.1",
                  "clientCert": {
                    "clientCertPem": "-----BEGIN CERTIFICATE-----\nMIIB…",
                    "subjectDN": "CN=client",
                    "issuerDN": "CN=authority",
                    "serialNumber": "a1:b2",
                    "validity": {
                      "notBefore": "May 28 12:30:02 2024 GMT",
                      "notAfter": "Aug  5 09:36:04 2031 GMT"
                    }
                  }
                },
                "path": "/live/orders",
                "requestId": "b6e2ac1f-24e5-4f33-8f5f-9a4e9f0d6f11",
                "resourceId": "x1y2z3",
                "resourcePath": "/orders",
                "stage": "live"
              }
            }
            """#)

    private static let v2Authorizer = EventKind(
        "apigateway-v2-authorizer", APIGatewayV2AuthorizerRequest.self,
        "a question to an HTTP API's authorizer (payload format 2.0)",
        when: {
            $0["type"] == "REQUEST"
                && ($0["version"] == "2.0" || $0["routeArn"] != nil
                    || $0["requestContext"]?["http"] != nil)
                || $0.has("routeArn", "requestContext")
        },
        sample: #"""
            {
              "version": "2.0",
              "type": "REQUEST",
              "routeArn": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default/GET/orders",
              "identitySource": ["Bearer abc.def.ghi"],
              "routeKey": "GET /orders",
              "rawPath": "/orders",
              "rawQueryString": "",
              "cookies": ["session=abc"],
              "headers": {"authorization": "Bearer abc.def.ghi"},
              "requestContext": {
                "accountId": "111122223333",
                "apiId": "a1b2c3d4e5",
                "domainName": "api.example.com",
                "http": {
                  "method": "GET",
                  "path": "/orders",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "192.0.2.1",
                  "userAgent": "curl/8.5.0"
                },
                "requestId": "UqH2NhGvDoEEMgQ=",
                "routeKey": "GET /orders",
                "stage": "$default",
                "time": "12/Mar/2024:19:03:58 +0000",
                "timeEpoch": 1710270238123
              }
            }
            """#)

    private static let appSyncAuthorizer = EventKind(
        "appsync-authorizer", AppSyncAuthorizerRequest.self,
        "a question to a GraphQL API's authorizer",
        when: {
            $0.has("authorizationToken", "requestContext")
                && ($0["requestContext"]?["queryString"] != nil || $0["requestHeaders"] != nil)
        },
        sample: #"""
            {
              "authorizationToken": "secret",
              "requestContext": {
                "apiId": "g1h2i3j4k5",
                "accountId": "111122223333",
                "requestId": "f4081827-1111-4444-5555-5cf4695f339f",
                "queryString": "query Order($id: ID!) { order(id: $id) { amount } }",
                "operationName": "Order",
                "variables": {"id": "42", "deep": {"list": [1, 2.5, true, null]}}
              },
              "requestHeaders": {"host": "g1h2i3j4k5.appsync-api.eu-west-1.amazonaws.com"}
            }
            """#)

    private static let iotAuthorizer = EventKind(
        "iot-authorizer", IoTAuthorizerRequest.self, "a question to IoT's custom authorizer",
        when: { $0["protocolData"] != nil || $0.has("signatureVerified") },
        sample: #"""
            {
              "token": "secret",
              "signatureVerified": true,
              "protocols": ["tls", "http", "mqtt"],
              "protocolData": {
                "tls": {"serverName": "a1b2c3-ats.iot.eu-west-1.amazonaws.com"},
                "http": {"headers": {"x-device": "7"}, "queryString": "?token=secret"},
                "mqtt": {"username": "device", "password": "c2VjcmV0", "clientId": "device-7"}
              },
              "connectionMetadata": {"id": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"}
            }
            """#)

    private static let clientVPN = EventKind(
        "client-vpn", ClientVPNConnectionRequest.self, "a VPN client that wants to connect",
        when: { $0.has("connection-id", "endpoint-id") },
        sample: #"""
            {
              "connection-id": "cvpn-connection-0a1b2c3d4e5f60718",
              "endpoint-id": "cvpn-endpoint-0a1b2c3d4e5f60718",
              "common-name": "laptop.example.com",
              "username": "jo",
              "platform": "mac",
              "platform-version": "14.4",
              "public-ip": "192.0.2.1",
              "client-openvpn-version": "2.6.8",
              "aws-client-version": "3.9.1",
              "groups": "admins",
              "schema-version": "v3"
            }
            """#)

    private static let transfer = EventKind(
        "transfer", TransferIdentityRequest.self, "a user who signs in to a file server",
        when: { $0.has("username", "serverId") },
        sample: #"""
            {
              "username": "jo",
              "password": "secret",
              "protocol": "SFTP",
              "serverId": "s-0a1b2c3d4e5f60718",
              "sourceIp": "192.0.2.1"
            }
            """#)
}
