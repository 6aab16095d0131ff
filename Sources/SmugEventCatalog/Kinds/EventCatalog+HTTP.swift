internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let http = [
        apiGatewayWebSocket, lattice, latticeV1, alb, functionURL, apiGatewayV2, apiGateway,
    ]

    private static let apiGateway = EventKind(
        "apigateway", APIGatewayRequest.self, "a request of a REST API (payload format 1.0)",
        when: {
            $0.has("httpMethod", "requestContext") && $0["type"] == nil && $0["methodArn"] == nil
                || $0.has("resource", "httpMethod", "path") && $0["type"] == nil
        },
        sample: #"""
            {
              "resource": "/orders/{id}",
              "path": "/orders/42",
              "httpMethod": "PUT",
              "headers": {"Host": "api.example.com", "Content-Type": "application/json"},
              "multiValueHeaders": {
                "Host": ["api.example.com"],
                "Content-Type": ["application/json"]
              },
              "queryStringParameters": {"color": "blue"},
              "multiValueQueryStringParameters": {"color": ["red", "blue"]},
              "pathParameters": {"id": "42"},
              "stageVariables": null,
              "requestContext": {
                "accountId": "111122223333",
                "apiId": "a1b2c3d4e5",
                "authorizer": {"claims": {"sub": "user-1", "scope": "orders"}, "principalId": "u"},
                "domainName": "api.example.com",
                "domainPrefix": "api",
                "extendedRequestId": "Jx3fQH1aDoEFjsA=",
                "httpMethod": "PUT",
                "identity": {
                  "accessKey": null,
                  "accountId": null,
                  "caller": null,
                  "cognitoIdentityId": null,
                  "sourceIp": "192.0.2.1",
                  "user": null,
                  "userAgent": "curl/8.5.0",
                  "userArn": null
                },
                "path": "/live/orders/42",
                "protocol": "HTTP/1.1",
                "requestId": "b6e2ac1f-24e5-4f33-8f5f-9a4e9f0d6f11",
                "requestTime": "12/Mar/2024:19:03:58 +0000",
                "requestTimeEpoch": 1710270238123,
                "resourceId": "x1y2z3",
                "resourcePath": "/orders/{id}",
                "stage": "live"
              },
              "body": "{\"amount\": 3}",
              "isBase64Encoded": false
            }
            """#)

    private static let apiGatewayV2 = EventKind(
        "apigateway-v2", APIGatewayV2Request.self, "a request of an HTTP API (payload format 2.0)",
        when: {
            $0["requestContext"]?["http"] != nil && $0["type"] == nil
                || $0.has("rawPath", "routeKey", "version") && $0["type"] == nil
        },
        sample: #"""
            {
              "version": "2.0",
              "routeKey": "GET /orders/{id}",
              "rawPath": "/orders/42",
              "rawQueryString": "color=red&color=blue",
              "cookies": ["session=abc", "theme=dark"],
              "headers": {"accept": "application/json", "host": "api.example.com"},
              "queryStringParameters": {"color": "red,blue"},
              "requestContext": {
                "accountId": "111122223333",
                "apiId": "a1b2c3d4e5",
                "authentication": null,
                "authorizer": {
                  "jwt": {"claims": {"sub": "user-1", "exp": "1710273838"}, "scopes": ["orders"]}
                },
                "domainName": "api.example.com",
                "domainPrefix": "api",
                "http": {
                  "method": "GET",
                  "path": "/orders/42",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "192.0.2.1",
                  "userAgent": "curl/8.5.0"
                },
                "requestId": "UqH2NhGvDoEEMgQ=",
                "routeKey": "GET /orders/{id}",
                "stage": "$default",
                "time": "12/Mar/2024:19:03:58 +0000",
                "timeEpoch": 1710270238123
              },
              "pathParameters": {"id": "42"},
              "stageVariables": {"table": "orders-live"},
              "isBase64Encoded": false
            }
            """#)

    private static let functionURL = EventKind(
        "function-url", FunctionURLRequest.self, "a request to a function's own URL",
        when: {
            $0["requestContext"]?["http"] != nil
                && ($0["requestContext"]?["domainName"]?.string?.contains(".lambda-url.") ?? false)
        },
        sample: #"""
            {
              "version": "2.0",
              "routeKey": "$default",
              "rawPath": "/orders",
              "rawQueryString": "",
              "headers": {
                "host": "k5x6y7z8.lambda-url.eu-west-1.on.aws",
                "content-type": "application/octet-stream"
              },
              "requestContext": {
                "accountId": "anonymous",
                "apiId": "k5x6y7z8",
                "domainName": "k5x6y7z8.lambda-url.eu-west-1.on.aws",
                "domainPrefix": "k5x6y7z8",
                "http": {
                  "method": "POST",
                  "path": "/orders",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "192.0.2.1",
                  "userAgent": "curl/8.5.0"
                },
                "requestId": "3f6dc9a1-8e2f-4f57-a4d4-8a6a4d3b7c21",
                "routeKey": "$default",
                "stage": "$default",
                "time": "12/Mar/2024:19:03:58 +0000",
                "timeEpoch": 1710270238123
              },
              "body": "AAEC",
              "isBase64Encoded": true
            }
            """#)

    private static let apiGatewayWebSocket = EventKind(
        "apigateway-websocket", APIGatewayWebSocketRequest.self,
        "a message of a WebSocket, or its coming and going",
        when: {
            $0["type"] == nil
                && ($0["requestContext"]?["connectionId"] != nil
                    || $0["requestContext"]?["messageDirection"] != nil)
        },
        sample: #"""
            {
              "requestContext": {
                "routeKey": "send",
                "messageId": "JyJUWdx4joECJ7A=",
                "eventType": "MESSAGE",
                "extendedRequestId": "JyJUWHVfjoEFeVA=",
                "requestTime": "12/Mar/2024:19:03:58 +0000",
                "messageDirection": "IN",
                "stage": "live",
                "connectedAt": 1710270200456,
                "requestTimeEpoch": 1710270238123,
                "identity": {"sourceIp": "192.0.2.1"},
                "requestId": "JyJUWHVfjoEFeVA=",
                "domainName": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
                "connectionId": "JyJN5cS2joECJ7A=",
                "apiId": "a1b2c3d4e5"
              },
              "body": "{\"action\": \"send\", \"text\": \"hello\"}",
              "isBase64Encoded": false
            }
            """#)

    private static let alb = EventKind(
        "alb", ALBRequest.self, "a request of an Application Load Balancer",
        when: { $0["requestContext"]?["elb"] != nil },
        sample: #"""
            {
              "requestContext": {
                "elb": {
                  "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/orders/0123456789abcdef"
                }
              },
              "httpMethod": "GET",
              "path": "/orders",
              "multiValueQueryStringParameters": {"color": ["red", "light%20blue"]},
              "multiValueHeaders": {
                "host": ["orders.example.com"],
                "x-forwarded-for": ["192.0.2.1"],
                "x-forwarded-proto": ["https"]
              },
              "body": "",
              "isBase64Encoded": false
            }
            """#)

    private static let lattice = EventKind(
        "lattice", LatticeRequest.self, "a request of VPC Lattice (version 2.0)",
        when: {
            $0["requestContext"]?["serviceNetworkArn"] != nil
                || $0["requestContext"]?["serviceArn"] != nil
                || $0.has("method", "path", "requestContext") && $0["version"] == "2.0"
        },
        sample: #"""
            {
              "version": "2.0",
              "path": "/orders",
              "method": "GET",
              "headers": {"host": ["orders.svc.example.com"], "accept": ["text/html", "*/*"]},
              "queryStringParameters": {"color": ["red", "blue"]},
              "body": "hello",
              "isBase64Encoded": false,
              "requestContext": {
                "serviceNetworkArn": "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-0a1b2c3d4e5f60718",
                "serviceArn": "arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-0a1b2c3d4e5f60718",
                "targetGroupArn": "arn:aws:vpc-lattice:eu-west-1:111122223333:targetgroup/tg-0a1b2c3d4e5f60718",
                "identity": {
                  "sourceVpcArn": "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0a1b2c3d",
                  "type": "AWS_IAM",
                  "principal": "arn:aws:sts::111122223333:assumed-role/caller/session",
                  "principalOrgID": "o-a1b2c3d4e5",
                  "sessionName": "session"
                },
                "region": "eu-west-1",
                "timeEpoch": "1710270238123456"
              }
            }
            """#)

    private static let latticeV1 = EventKind(
        "lattice-v1", LatticeV1Request.self, "a request of VPC Lattice (version 1.0)",
        when: { $0.has("raw_path", "method") },
        sample: #"""
            {
              "raw_path": "/orders?color=red",
              "method": "POST",
              "headers": {"host": "orders.svc.example.com", "content-type": "text/plain"},
              "query_string_parameters": {"color": "red"},
              "body": "hello",
              "is_base64_encoded": false
            }
            """#)
}
