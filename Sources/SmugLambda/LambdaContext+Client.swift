internal import SmugHTTP
internal import SmugJSON

extension LambdaContext {
    /// What an application with a mobile SDK of AWS tells of itself.
    ///
    /// Members that Lambda was not given, or that are no text, are empty.
    public struct ClientContext: Hashable, Sendable {
        /// The application on its device.
        public struct Client: Hashable, Sendable {
            /// Tells this installation apart from others.
            public var installationID = ""
            /// The application's title.
            public var title = ""
            /// The application's version as people see it.
            public var versionName = ""
            /// The application's version as a number.
            public var versionCode = ""
            /// The application's package.
            public var packageName = ""
        }

        /// The application.
        public var client = Client()
        /// Values of the application's own.
        public var custom: [String: String] = [:]
        /// What the device says of itself, such as `make` and `locale`.
        public var environment: [String: String] = [:]
    }

    /// Who has invoked the function, for callers with an identity of Amazon Cognito.
    public struct CognitoIdentity: Hashable, Sendable {
        /// The caller's identity.
        public var identityID: String
        /// The pool that it is from.
        public var identityPoolID: String
    }

    /// What a mobile SDK's client tells of itself; `nil` without one, or where it is no JSON object.
    public var clientContext: ClientContext? {
        guard let document = document("lambda-runtime-client-context") else { return nil }
        var context = ClientContext()
        let client = document["client"]
        context.client.installationID = Self.text(client?["installation_id"])
        context.client.title = Self.text(client?["app_title"])
        context.client.versionName = Self.text(client?["app_version_name"])
        context.client.versionCode = Self.text(client?["app_version_code"])
        context.client.packageName = Self.text(client?["app_package_name"])
        context.custom = Self.texts(document["custom"] ?? document["Custom"])
        context.environment = Self.texts(document["env"])
        return context
    }

    /// The Amazon Cognito identity of a mobile SDK's client; `nil` without one.
    public var cognitoIdentity: CognitoIdentity? {
        guard let document = document("lambda-runtime-cognito-identity") else { return nil }
        return CognitoIdentity(
            identityID: Self.text(document["cognitoIdentityId"] ?? document["identity_id"]),
            identityPoolID: Self.text(
                document["cognitoIdentityPoolId"] ?? document["identity_pool_id"]))
    }

    /// The bytes of ``clientContext``, for members that have no property here.
    public var rawClientContext: [UInt8]? { bytes("lambda-runtime-client-context") }

    /// The bytes of ``cognitoIdentity``.
    public var rawCognitoIdentity: [UInt8]? { bytes("lambda-runtime-cognito-identity") }

    private func bytes(_ name: StaticString) -> [UInt8]? {
        state.fields.first(name).map { Array(state.fields.bytes[$0]) }
    }

    private func document(_ name: StaticString) -> JSONValue? {
        guard let bytes = bytes(name), let value = try? JSONValue(parsing: bytes),
            value.object != nil
        else { return nil }
        return value
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .double(let number): "\(number)"
        default: ""
        }
    }

    private static func texts(_ value: JSONValue?) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in value?.object ?? [:] { texts[key] = text(value) }
        return texts
    }
}
