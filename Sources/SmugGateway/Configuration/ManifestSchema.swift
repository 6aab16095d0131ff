package import SmugJSON

/// The declarations of all keys as a JSON Schema (draft 2020-12), for editors.
///
/// What a manifest that `smug check` takes looks like is said in full; it says less than the check
/// where two values are compared, and where a number is written as a text.
package struct ManifestSchema {
    /// As it stands in docs/manifest.schema.json.
    package static var document: JSONValue {
        var schema = ManifestSchema()
        let root = schema.object(of: GatewayKeys.section)
        var document: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Manifest of a Smug gateway",
            "description":
                "Made by `smug schema` of the declarations that `smug check` goes by.",
        ]
        for member in root { document[member.key] = member.value }
        var definitions = JSONObject()
        for name in schema.definitions.keys.sorted() {
            definitions[name] = schema.definitions[name].map { .object($0) }
        }
        document["$defs"] = .object(definitions)
        return .object(document)
    }

    private var definitions: [String: JSONObject] = [:]

    // MARK: - Sections

    private mutating func reference(to section: ManifestSectionDeclaration) -> JSONObject {
        if definitions[section.name] == nil {
            // Taken before it is filled, so that a section could hold itself.
            definitions[section.name] = [:]
            definitions[section.name] = object(of: section)
        }
        return ["$ref": .string("#/$defs/\(section.name)")]
    }

    private mutating func object(of section: ManifestSectionDeclaration) -> JSONObject {
        var properties = JSONObject()
        for key in section.keys { properties[key.name] = .object(property(key)) }
        for name in section.ignored { properties[name] = true }
        var object: JSONObject = ["type": "object", "properties": .object(properties)]
        if section.ignoresExtensions { object["patternProperties"] = ["^x-": true] }
        object["additionalProperties"] = false
        let required = section.keys.filter { key in
            key.isRequired && !section.rules.contains { $0.frees(key.name) }
        }
        if !required.isEmpty { object["required"] = .strings(required.map(\.name)) }
        let rules = section.rules.map { JSONValue.object($0.schema) }
        if !rules.isEmpty { object["allOf"] = .array(rules) }
        return object
    }

    private mutating func property(_ key: ManifestKeyDeclaration) -> JSONObject {
        var property = schema(of: key.shape)
        property["description"] = .string(key.summary)
        switch key.presence {
        case .required, .optional: break
        case .defaulted(let text): property["default"] = key.shape.value(of: text)
        case .inherited(let other):
            property["description"] = .string(
                "\(key.summary) Without it what `\(other)` says holds.")
        }
        return property
    }

    // MARK: - Values

    private mutating func schema(of shape: ManifestShape) -> JSONObject {
        switch shape {
        case .text(let text): Self.schema(of: text)
        case .integer(let range):
            Self.number([
                "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
                "maximum": .integer(Int64(range.upperBound)),
            ])
        case .number(.atLeast(let bound)):
            Self.number(["type": "number", "minimum": .double(bound)])
        case .number(.above(let bound)):
            Self.number(["type": "number", "exclusiveMinimum": .double(bound)])
        case .boolean: ["enum": [true, false, "true", "false"]]
        case .onOff: ["enum": ["on", "off", true, false]]
        case .choice(let words): ["enum": .strings(words)]
        case .list(let item): ["type": "array", "items": .object(schema(of: item))]
        case .map(let key, let item):
            [
                "type": "object", "propertyNames": .object(Self.schema(of: key)),
                "additionalProperties": .object(schema(of: item)),
            ]
        case .section(let section): reference(to: section)
        case .either(let first, let second):
            ["anyOf": [.object(schema(of: first)), .object(schema(of: second))]]
        }
    }

    private static func schema(of text: ManifestText) -> JSONObject {
        var object: JSONObject = [
            "type": text.isLoose ? ["string", "number", "boolean"] : "string"
        ]
        if let pattern = text.pattern { object["pattern"] = .string(pattern) }
        return object
    }

    /// Templates make text of numbers, so a number may be a text.
    private static func number(_ number: JSONObject) -> JSONObject {
        let text: JSONValue = [
            "type": "string",
            "pattern": #"^\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*$"#,
        ]
        return ["anyOf": [.object(number), text]]
    }
}

extension ManifestShape {
    /// A default, which declarations have as text.
    fileprivate func value(of text: String) -> JSONValue {
        switch self {
        case .integer: Int64(text).map { .integer($0) } ?? .string(text)
        case .number: Double(text).map { .double($0) } ?? .string(text)
        case .boolean: .bool(text == "true")
        default: .string(text)
        }
    }
}

extension ManifestRule {
    /// Whether a required key is not required without more ado.
    fileprivate func frees(_ name: String) -> Bool {
        switch self {
        case .exactlyOne(let names): names.contains(name)
        case .mayMiss(let other, _): other == name
        case .atMostOne, .none, .fixed: false
        }
    }

    fileprivate var schema: JSONObject {
        switch self {
        case .exactlyOne(let names): ["oneOf": .array(names.map(Self.has))]
        case .atMostOne(let names):
            // At most one: of no two both.
            [
                "not": [
                    "anyOf": .array(
                        names.indices.flatMap { index in
                            names[..<index].map { .required([$0, names[index]]) }
                        })
                ]
            ]
        case .mayMiss(let name, let conditions):
            ["anyOf": .array([Self.has(name)] + conditions.map(\.schema))]
        case .none(let names, let condition):
            [
                "if": condition.schema,
                "then": ["not": ["anyOf": .array(names.map(Self.has))]],
            ]
        case .fixed(let name, let value, let condition):
            [
                "if": condition.schema,
                "then": [
                    "properties": .object([
                        name: ["anyOf": [["const": .integer(Int64(value))], ["type": "string"]]]
                    ])
                ],
            ]
        }
    }

    private static func has(_ name: String) -> JSONValue { .required([name]) }
}

extension ManifestCondition {
    fileprivate var schema: JSONValue {
        switch self {
        case .given(let name): .required([name])
        case .says(let name, let words):
            [
                "properties": .object([name: ["enum": .array(words.flatMap(Self.spellings))]]),
                "required": [.string(name)],
            ]
        case .not(let condition): ["not": condition.schema]
        }
    }

    /// A word, and the boolean that it may be written as.
    private static func spellings(_ word: String) -> [JSONValue] {
        switch word {
        case "true", "on": [.string(word), true]
        case "false", "off": [.string(word), false]
        default: [.string(word)]
        }
    }
}

extension JSONValue {
    fileprivate static func strings(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }

    fileprivate static func required(_ names: [String]) -> JSONValue {
        ["required": .strings(names)]
    }
}
