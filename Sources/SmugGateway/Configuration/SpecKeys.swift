import SmugHTTP

/// The keys of `Spec`, an OpenAPI document of which only the paths are read.
enum SpecKeys {
    static let paths = ManifestKey<ManifestCursor>.required(
        "paths", .deferred(.map(key: template, .section(PathItemKeys.section))),
        example: "paths:", "The routes, by path template.")

    private static let template = ManifestText(
        "template",
        pattern: #"^(?=/)(/([^/{}?#\x00-\x20\x7f]*|\{NAME\}))*(/\{NAME\+\})?$"#
            .replacing("NAME", with: "[A-Za-z_][A-Za-z0-9_.-]*"))

    static let section = ManifestSectionDeclaration(
        "Spec", [paths.declaration],
        ignored: [
            "openapi", "info", "servers", "tags", "components", "security", "externalDocs",
            "webhooks", "jsonSchemaDialect",
        ], ignoresExtensions: true)
}

/// The keys of one path.
enum PathItemKeys {
    static let get = ManifestKey<ManifestCursor>.optional(
        "get", operation, "The route for GET requests, and for HEAD where `head` is not given.")
    static let head = ManifestKey<ManifestCursor>.optional(
        "head", operation, "The route for HEAD requests.")
    static let post = ManifestKey<ManifestCursor>.optional(
        "post", operation, "The route for POST requests.")
    static let put = ManifestKey<ManifestCursor>.optional(
        "put", operation, "The route for PUT requests.")
    static let delete = ManifestKey<ManifestCursor>.optional(
        "delete", operation, "The route for DELETE requests.")
    static let patch = ManifestKey<ManifestCursor>.optional(
        "patch", operation, "The route for PATCH requests.")
    static let options = ManifestKey<ManifestCursor>.optional(
        "options", operation, "The route for OPTIONS requests.")
    static let any = ManifestKey<ManifestCursor>.optional(
        "any", operation, "The route for every method that has none of its own.")

    /// The methods that a key names, each with the key; `nil` stands for all others.
    static let methods: [(key: ManifestKey<ManifestCursor>, method: HTTPMethod?)] = [
        (get, .get), (head, .head), (post, .post), (put, .put), (delete, .delete),
        (patch, .patch), (options, .options), (any, nil),
    ]

    private static let operation = ManifestFormat<ManifestCursor>.deferred(
        .section(OperationKeys.section))

    static let section = ManifestSectionDeclaration(
        "path", methods.map(\.key.declaration),
        ignored: ["parameters", "summary", "description", "servers", "$ref"],
        ignoresExtensions: true)
}

/// The keys of one operation.
enum OperationKeys {
    static let operationId = ManifestKey<String>.optional(
        "operationId", .text, "A name for the route; not read further.")
    static let targetLambda = ManifestKey<ManifestCursor>.required(
        "x-target-lambda", .deferred(function { _ in }.shape),
        example: "x-target-lambda: my-function",
        "The function: a name, a partial ARN or an ARN, with a version or an alias if wanted.")
    static let batching = ManifestKey<ManifestCursor>.required(
        "x-smug", .deferred(.section(BatchingKeys.section)), example: "x-smug:",
        "How requests are batched.")
    static let formerBatching = ManifestKey<ManifestCursor>.optional(
        "x-lpr", .deferred(.section(BatchingKeys.section)), "The former name of `x-smug`.")

    /// The name of a function in any of the forms that the Invoke API takes.
    static func function(_ check: @escaping FunctionName.Check) -> ManifestFormat<String> {
        .text(
            "function",
            pattern: "^((arn:aws[a-z-]*:lambda:[a-z0-9-]{1,63}:)?[0-9]{12}:function:)?"
                + "[A-Za-z0-9_.-]{1,64}"
                + #"(:(\$LATEST(\.PUBLISHED)?|[A-Za-z0-9_-]{1,128}))?$"#
        ) { text throws(TextFault) in
            try check(text)
            return text
        }
    }

    static let section = ManifestSectionDeclaration(
        "operation",
        [
            operationId.declaration, targetLambda.declaration, batching.declaration,
            formerBatching.declaration,
        ],
        rules: [.exactlyOne([batching.name, formerBatching.name])],
        ignored: [
            "tags", "summary", "description", "externalDocs", "parameters", "requestBody",
            "responses", "callbacks", "deprecated", "security", "servers",
        ], ignoresExtensions: true)
}
