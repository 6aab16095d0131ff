internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let graphQL = [
        appSync, appSyncBatch, appSyncInvocation, appSyncIdentity,
    ]

    private static let appSync = EventKind(
        "appsync", AppSyncResolverEvent.self, "a field of a GraphQL API to resolve",
        when: {
            $0.has("info", "arguments") || $0["info"]?["fieldName"] != nil
                || $0.has("arguments", "identity")
        },
        sample: #"""
            {
              "arguments": {"id": "42"},
              "identity": {
                "sub": "123-456",
                "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc",
                "username": "jo",
                "claims": {"token_use": "id", "auth_time": 1710270238},
                "sourceIp": ["192.0.2.1"],
                "defaultAuthStrategy": "ALLOW",
                "groups": null
              },
              "source": {"id": "7"},
              "request": {"headers": {"host": "a.example.com"}, "domainName": null},
              "prev": {"result": {"a": [1, 2.5, null]}},
              "info": {
                "selectionSetList": ["amount", "lines/id"],
                "selectionSetGraphQL": "{ amount lines { id } }",
                "parentTypeName": "Query",
                "fieldName": "order",
                "variables": {"id": "42"}
              },
              "stash": {}
            }
            """#)

    private static let appSyncBatch = EventKind(
        "appsync-batch", [AppSyncResolverEvent].self, "fields to resolve at once",
        when: { $0[0]?["info"]?["fieldName"] != nil || $0[0]?["info"]?["parentTypeName"] != nil },
        sample: #"""
            [
              {
                "arguments": {},
                "identity": null,
                "source": {"id": "7"},
                "request": {"headers": {"host": "a.example.com"}},
                "prev": null,
                "info": {"parentTypeName": "Order", "fieldName": "lines", "variables": {}},
                "stash": {}
              }
            ]
            """#)

    private static let appSyncInvocation = EventKind(
        "appsync-invocation", AppSyncInvocation.self, "what a mapping template hands to a function",
        when: { $0["operation"] == "Invoke" || $0["operation"] == "BatchInvoke" },
        sample: #"""
            {
              "version": "2018-05-29",
              "operation": "Invoke",
              "payload": {"field": "order", "arguments": {"id": "42"}}
            }
            """#)

    private static let appSyncIdentity = EventKind(
        "appsync-identity", AppSyncIdentity.self, "who asks a GraphQL API",
        when: {
            $0.has("claims", "issuer") || $0.has("defaultAuthStrategy")
                || $0.has("userArn", "cognitoIdentityId")
                || $0.has("resolverContext") && $0["isAuthorized"] == nil
        },
        sample: #"""
            {
              "accountId": "111122223333",
              "cognitoIdentityPoolId": "eu-west-1:pool",
              "cognitoIdentityId": "eu-west-1:identity",
              "sourceIp": ["192.0.2.1"],
              "username": "jo",
              "userArn": "arn:aws:iam::111122223333:user/jo",
              "cognitoIdentityAuthType": "authenticated",
              "cognitoIdentityAuthProvider": "cognito-idp"
            }
            """#)
}
