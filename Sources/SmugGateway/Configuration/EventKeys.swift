import SmugProtocol

/// The keys of `x-smug` that say how a request becomes an event.
enum EventKeys {
    static let batch = ManifestKey<Switch>.defaulted(
        "batch", Switch.format, to: .on,
        "Whether requests share invocations. With `off` each is an event of its own, and its "
            + "function needs no adapter.")
    static let eventShape = ManifestKey<EventShape>.defaulted(
        "eventShape", .choice(shapes.map { ($0.description, $0) }), to: .httpAPI,
        "Whose events the function is sent.")
    static let multiValueHeaders = ManifestKey<Bool>.defaulted(
        "multiValueHeaders", .boolean, to: false,
        "With `alb`: headers and parameters as lists of values.")
    static let stage = ManifestKey<String>.defaulted(
        "stage", stageFormat, to: EventFormat.defaultStage,
        "What events name as the stage, with `http-v2` and `rest-v1`.")
    static let stageVariables = ManifestKey<[(key: String, value: String)]>.optional(
        "stageVariables",
        .map(
            keys: ManifestText("name", pattern: "^[A-Za-z0-9_]+$"), of: .looseText, checkVariable),
        "What events hold as stage variables, with `http-v2` and `rest-v1`.")

    static let declarations = [
        batch.declaration, eventShape.declaration, multiValueHeaders.declaration,
        stage.declaration, stageVariables.declaration,
    ]

    /// What only events of some shapes have.
    static let rules: [ManifestRule] = [
        .none(
            of: [stage.name, stageVariables.name],
            where: .says(
                eventShape.name,
                [EventShape.loadBalancer(multiValue: false), .functionURL].map(\.description))),
        .none(
            of: [multiValueHeaders.name],
            where: .not(
                .says(
                    eventShape.name, [EventShape.loadBalancer(multiValue: false).description]))),
    ]

    private static let shapes: [EventShape] = [
        .httpAPI, .restAPI, .loadBalancer(multiValue: false), .functionURL,
    ]

    private static let maxStageLength = 128

    private static let stageFormat = ManifestFormat<String>.text(
        "stage", pattern: #"^([A-Za-z0-9_-]{1,\#(maxStageLength)}|\$default)$"#
    ) { text throws(TextFault) in
        let isName = text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
        guard text == EventFormat.defaultStage || (isName && !text.isEmpty) else {
            throw TextFault(
                "is \"\(text.excerpt)\", which no stage can be named",
                remedy: "use letters, digits, `-` and `_`, or `\(EventFormat.defaultStage)`")
        }
        guard text.utf8.count <= maxStageLength else {
            throw TextFault(
                "is longer than \(maxStageLength) characters", remedy: "choose a shorter name")
        }
        return text
    }

    private static func checkVariable(_ name: String) throws(TextFault) {
        guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else {
            throw TextFault(
                "is a name that no stage variable can have", remedy: "use letters, digits and `_`")
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
