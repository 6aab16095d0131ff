internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let identity = [
        preSignUp, postConfirmation, preAuthentication, postAuthentication,
        preTokenGeneration, userMigration, customMessage, defineAuthChallenge,
        createAuthChallenge, verifyAuthChallenge, customEmailSender, customSMSSender,
        inboundFederation, cognitoSync,
    ]

    /// The kind of a trigger: its source up to the `_` tells it.
    private static func trigger<Request: EventValue, Answer: EventValue>(
        _ name: String, _ type: CognitoEvent<Request, Answer>.Type, _ source: String,
        _ summary: String, request: String, response: String = "{}"
    ) -> EventKind {
        let prefix = String(source.prefix { $0 != "_" })
        return EventKind(
            name, type, summary, when: { $0.begins("triggerSource", prefix) },
            sample: """
                {
                  "version": "1",
                  "triggerSource": "\(source)",
                  "region": "eu-west-1",
                  "userPoolId": "eu-west-1_AbCdEfGhI",
                  "userName": "jo",
                  "callerContext": {
                    "awsSdkVersion": "aws-sdk-unknown-unknown",
                    "clientId": "1example23456789"
                  },
                  "request": \(request),
                  "response": \(response)
                }
                """)
    }

    private static let preSignUp = trigger(
        "cognito-pre-sign-up", CognitoPreSignUpEvent.self, "PreSignUp_SignUp",
        "before a user is signed up",
        request:
            #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}, "validationData": null, "clientMetadata": {"a": "b"}}"#,
        response: #"{"autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false}"#
    )

    private static let postConfirmation = trigger(
        "cognito-post-confirmation", CognitoPostConfirmationEvent.self,
        "PostConfirmation_ConfirmSignUp",
        "after a user has confirmed",
        request: #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}}"#)

    private static let preAuthentication = trigger(
        "cognito-pre-authentication", CognitoPreAuthenticationEvent.self,
        "PreAuthentication_Authentication",
        "before a user signs in",
        request:
            #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}, "validationData": {"a": "b"}, "userNotFound": false}"#
    )

    private static let postAuthentication = trigger(
        "cognito-post-authentication", CognitoPostAuthenticationEvent.self,
        "PostAuthentication_Authentication",
        "after a user has signed in",
        request:
            #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}, "newDeviceUsed": true, "clientMetadata": {"a": "b"}}"#
    )

    private static let preTokenGeneration = trigger(
        "cognito-pre-token-generation", CognitoPreTokenGenerationEvent.self,
        "TokenGeneration_Authentication",
        "before tokens are made",
        request: #"""
            {
              "userAttributes": {"sub": "1", "email": "jo@example.com"},
              "scopes": ["openid"],
              "groupConfiguration": {
                "groupsToOverride": ["admins"], "iamRolesToOverride": ["arn:aws:iam::111122223333:role/a"],
                "preferredRole": null
              }
            }
            """#,
        response: #"""
            {
              "claimsAndScopeOverrideDetails": {
                "idTokenGeneration": {"claimsToAddOrOverride": {"plan": {"level": 2}}, "claimsToSuppress": ["a"]},
                "accessTokenGeneration": {"scopesToAdd": ["b"], "scopesToSuppress": ["c"]},
                "groupOverrideDetails": {"groupsToOverride": ["admins"]}
              }
            }
            """#)

    private static let userMigration = trigger(
        "cognito-user-migration", CognitoUserMigrationEvent.self, "UserMigration_Authentication",
        "a user that the pool does not know yet",
        request: #"{"password": "secret", "validationData": {}, "clientMetadata": null}"#,
        response:
            #"{"userAttributes": {"email": "jo@example.com"}, "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS", "desiredDeliveryMediums": ["EMAIL"], "forceAliasCreation": false}"#
    )

    private static let customMessage = trigger(
        "cognito-custom-message", CognitoCustomMessageEvent.self, "CustomMessage_SignUp",
        "before a message is sent",
        request:
            #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}, "codeParameter": "{####}", "linkParameter": "{##Click##}", "usernameParameter": null}"#,
        response:
            #"{"smsMessage": "{####}", "emailMessage": "Hello {####}", "emailSubject": "Hello"}"#)

    private static let defineAuthChallenge = trigger(
        "cognito-define-auth-challenge", CognitoDefineAuthChallengeEvent.self,
        "DefineAuthChallenge_Authentication",
        "what to ask next in a custom sign-in",
        request:
            #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}, "session": [{"challengeName": "SRP_A", "challengeResult": true, "challengeMetadata": null}]}"#,
        response:
            #"{"challengeName": "CUSTOM_CHALLENGE", "issueTokens": false, "failAuthentication": false}"#
    )

    private static let createAuthChallenge = trigger(
        "cognito-create-auth-challenge", CognitoCreateAuthChallengeEvent.self,
        "CreateAuthChallenge_Authentication",
        "how to ask in a custom sign-in",
        request:
            #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}, "challengeName": "CUSTOM_CHALLENGE", "session": []}"#,
        response:
            #"{"publicChallengeParameters": {"picture": "a.png"}, "privateChallengeParameters": {"answer": "5"}, "challengeMetadata": "picture"}"#
    )

    private static let verifyAuthChallenge = trigger(
        "cognito-verify-auth-challenge", CognitoVerifyAuthChallengeEvent.self,
        "VerifyAuthChallengeResponse_Authentication",
        "whether a question was answered well",
        request:
            #"{"userAttributes": {"sub": "1", "email": "jo@example.com"}, "privateChallengeParameters": {"answer": "5"}, "challengeAnswer": "5"}"#,
        response: #"{"answerCorrect": true}"#)

    private static let customEmailSender = trigger(
        "cognito-custom-email-sender", CognitoCustomSenderEvent.self, "CustomEmailSender_SignUp",
        "an e-mail to be sent by the function itself",
        request:
            #"{"type": "customEmailSenderRequestV1", "code": "AYADeA==", "clientMetadata": null, "userAttributes": {"sub": "1", "email": "jo@example.com"}}"#
    )

    private static let customSMSSender = trigger(
        "cognito-custom-sms-sender", CognitoCustomSenderEvent.self, "CustomSMSSender_SignUp",
        "a text message to be sent by the function itself",
        request:
            #"{"type": "customSMSSenderRequestV1", "code": "AYADeA==", "userAttributes": {"sub": "1", "email": "jo@example.com"}}"#
    )

    private static let inboundFederation = trigger(
        "cognito-inbound-federation", CognitoInboundFederationEvent.self,
        "InboundFederation_ExternalProvider",
        "a user who comes from another provider",
        request:
            #"{"providerName": "corp", "providerType": "OIDC", "attributes": {"idToken": {"sub": "1"}}}"#,
        response: #"{"userAttributesToMap": {"sub": "1"}}"#)

    private static let cognitoSync = EventKind(
        "cognito-sync", CognitoSyncEvent.self, "datasets that a device synchronizes",
        when: { $0["eventType"] == "SyncTrigger" || $0.has("datasetName", "datasetRecords") },
        sample: #"""
            {
              "version": 2,
              "eventType": "SyncTrigger",
              "region": "eu-west-1",
              "identityPoolId": "eu-west-1:3f291106-8703-466b-8f2b-3ecee1ca56ce",
              "identityId": "eu-west-1:4f291106-8703-466b-8f2b-3ecee1ca56ce",
              "datasetName": "settings",
              "datasetRecords": {
                "color": {"oldValue": "red", "newValue": "blue", "op": "replace"}
              }
            }
            """#)
}
