public import SmugJSON

/// A trigger of a user pool: the function sets ``response`` and returns the whole event.
///
/// ```swift
/// func handle(_ event: CognitoPreSignUpEvent) -> CognitoPreSignUpEvent {
///     var answer = event
///     answer.response.autoConfirmUser = event.request.userAttributes["email"] != nil
///     return answer
/// }
/// ```
///
/// [AWS: User pool Lambda triggers](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html)
public struct CognitoEvent<Request: EventValue, Response: EventValue>: EventValue {
    /// The version of the event: `1`, with tokens also `2` and `3`.
    public var version: Lenient<Int>?
    /// What pulled the trigger: `PreSignUp_AdminCreateUser`.
    public var triggerSource: String?
    public var region: String?
    public var userPoolId: String?
    public var userName: String?
    public var callerContext: CognitoCaller?
    /// What the user pool says.
    public var request = Request()
    /// What the function says.
    public var response = Response()
    /// Members that have no property.
    public var others = OtherMembers()

    /// An empty one.
    public init() {}
}

/// Before a user is signed up.
public typealias CognitoPreSignUpEvent = CognitoEvent<CognitoPreSignUp, CognitoPreSignUp.Answer>
/// After a user has confirmed.
public typealias CognitoPostConfirmationEvent = CognitoEvent<
    CognitoPostConfirmation, CognitoNothing
>
/// Before a user signs in.
public typealias CognitoPreAuthenticationEvent = CognitoEvent<
    CognitoPreAuthentication, CognitoNothing
>
/// After a user has signed in.
public typealias CognitoPostAuthenticationEvent = CognitoEvent<
    CognitoPostAuthentication, CognitoNothing
>
/// Before tokens are made.
public typealias CognitoPreTokenGenerationEvent = CognitoEvent<
    CognitoPreTokenGeneration, CognitoPreTokenGeneration.Answer
>
/// A user that the pool does not know yet.
public typealias CognitoUserMigrationEvent = CognitoEvent<
    CognitoUserMigration, CognitoUserMigration.Answer
>
/// Before a message is sent.
public typealias CognitoCustomMessageEvent = CognitoEvent<
    CognitoCustomMessage, CognitoCustomMessage.Answer
>
/// What to ask next in a custom sign-in.
public typealias CognitoDefineAuthChallengeEvent = CognitoEvent<
    CognitoDefineAuthChallenge, CognitoDefineAuthChallenge.Answer
>
/// How to ask in a custom sign-in.
public typealias CognitoCreateAuthChallengeEvent = CognitoEvent<
    CognitoCreateAuthChallenge, CognitoCreateAuthChallenge.Answer
>
/// Whether a question was answered well.
public typealias CognitoVerifyAuthChallengeEvent = CognitoEvent<
    CognitoVerifyAuthChallenge, CognitoVerifyAuthChallenge.Answer
>
/// A message to be sent by the function itself.
public typealias CognitoCustomSenderEvent = CognitoEvent<CognitoCustomSender, CognitoNothing>
/// A user who comes from another provider.
public typealias CognitoInboundFederationEvent = CognitoEvent<
    CognitoInboundFederation, CognitoInboundFederation.Answer
>
