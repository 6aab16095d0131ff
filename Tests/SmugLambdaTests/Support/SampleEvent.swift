/// Events of API Gateway, as text.
enum SampleEvent {
    static let full = #"""
        {
          "version": "2.0", "routeKey": "POST /hello/{name}", "rawPath": "/hello/Ad%61",
          "rawQueryString": "q=a+b&q=%C3%A9&flag&x=%zz",
          "cookies": ["a=1", "b=2"],
          "headers": {"content-type": "text/plain", "x-tenant": "bl\u0075e", "n": 7, "z": null},
          "queryStringParameters": {"q": "a b,é"},
          "requestContext": {
            "accountId": "1", "http": {"method": "POST", "path": "/hello/Ad%61",
            "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "curl"},
            "requestId": "r-1", "stage": "$default", "timeEpoch": 1700000000000
          },
          "pathParameters": {"name": "Ada \"L\""},
          "body": "\u00e9\n", "isBase64Encoded": false
        }
        """#

    /// The least that can be answered in a batch.
    static func minimal(_ id: String, path: String = "/") -> String {
        #"{"rawPath":"\#(path)","requestContext":{"requestId":"\#(id)"}}"#
    }

    static func batch(_ items: [String]) -> [UInt8] {
        Array("{\"v\":1,\"meta\":{},\"batch\":[\(items.joined(separator: ","))]}".utf8)
    }
}
