import SmugJSON

/// A manifest as it is in effect: what was written, with what holds where nothing was, and without
/// secrets.
///
/// It goes by the declarations alone, so that a key which is declared is also shown. Keys that no
/// declaration knows, such as an OpenAPI document's own, are left out.
struct EffectiveManifest {
    private let root: [YAMLEntry]

    init(_ root: YAMLNode) {
        self.root = root.entries
    }

    var value: JSONValue { section(root, GatewayKeys.section) }

    private func section(
        _ entries: [YAMLEntry], _ declaration: ManifestSectionDeclaration
    ) -> JSONValue {
        var object = JSONObject()
        for key in declaration.keys {
            if let entry = entries.first(where: { $0.key == key.name }) {
                object[key.name] = member(entry, key)
            } else if let value = absent(key) {
                object[key.name] = value
            }
        }
        return .object(object)
    }

    private func member(_ entry: YAMLEntry, _ key: ManifestKeyDeclaration) -> JSONValue {
        switch entry.key {
        case LocalFunctionKeys.environment.name: names(entry.value)
        case LocalFunctionKeys.command.name: program(entry.value)
        case LocalFunctionKeys.extensions.name:
            entry.value.entries.section { program($0.value) }
        default: value(entry.value, key.shape)
        }
    }

    /// What holds for a key that is not there; `nil` for a section that says nothing.
    private func absent(_ key: ManifestKeyDeclaration) -> JSONValue? {
        switch key.presence {
        case .required: nil
        case .optional: if case .section = key.shape { nil } else { .null }
        case .defaulted(let text): meaning(YAMLScalar(text, isPlain: true), key.shape)
        case .inherited(let other):
            GatewayKeys.section.keys.first { $0.name == other }.flatMap { key in
                root.first { $0.key == other }.map { value($0.value, key.shape) } ?? absent(key)
            } ?? .null
        }
    }

    private func value(_ node: YAMLNode, _ shape: ManifestShape) -> JSONValue {
        switch (node.content, shape) {
        case (.mapping(let entries), .section(let declaration)): section(entries, declaration)
        case (.mapping(let entries), .map(_, .section(let declaration))):
            // Paths and functions, which are no secrets whatever they are called.
            entries.section { value($0.value, .section(declaration)) }
        case (.mapping(let entries), .map(_, let shape)):
            entries.object { value($0.value, shape) }
        case (.mapping(let entries), _): entries.object { value($0.value, .text(.loose)) }
        case (.sequence(let nodes), .list(let shape)): .array(nodes.map { value($0, shape) })
        case (_, .either(let first, let second)): value(node, node.takes(first) ? first : second)
        case (.sequence(let nodes), _): .array(nodes.map { value($0, .text(.loose)) })
        case (.scalar(let text), let shape): shown(meaning(text, shape))
        }
    }

    private func shown(_ value: JSONValue) -> JSONValue {
        value.string.map { .string(SecretRule.shown($0)) } ?? value
    }

    private func meaning(_ scalar: YAMLScalar, _ shape: ManifestShape) -> JSONValue {
        switch shape {
        case .integer, .number:
            // A text of digits is taken for the number where a number is wanted.
            YAMLScalar(scalar.text, isPlain: true).number ?? .string(scalar.text)
        case .boolean: .bool(scalar.text.lowercased() == "true")
        case .text, .choice, .onOff: .string(scalar.text)
        default: scalar.meaning
        }
    }

    /// The names of a function's variables: their values may be secrets.
    private func names(_ node: YAMLNode) -> JSONValue {
        node.entries.object { _ in .string(SecretRule.hidden) }
    }

    /// A command's program: its arguments may be secrets.
    private func program(_ node: YAMLNode) -> JSONValue {
        let words: [String] =
            switch node.content {
            case .scalar(let scalar): scalar.text.split(separator: " ").map(String.init)
            case .sequence(let nodes):
                nodes.map { if case .scalar(let scalar) = $0.content { scalar.text } else { "" } }
            case .mapping: []
            }
        return .array(
            words.prefix(1).map { .string(SecretRule.shown($0)) }
                + words.dropFirst().map { _ in .string(SecretRule.hidden) })
    }
}

extension YAMLNode {
    fileprivate var entries: [YAMLEntry] {
        if case .mapping(let entries) = content { entries } else { [] }
    }

    /// Whether the value has the form that the shape is of.
    fileprivate func takes(_ shape: ManifestShape) -> Bool {
        switch (content, shape) {
        case (.mapping, .section), (.mapping, .map), (.sequence, .list): true
        case (.scalar, .section), (.scalar, .map), (.scalar, .list): false
        case (.scalar, _): true
        case (_, .either(let first, let second)): takes(first) || takes(second)
        default: false
        }
    }
}

extension [YAMLEntry] {
    fileprivate func section(_ value: (YAMLEntry) -> JSONValue) -> JSONValue {
        var object = JSONObject()
        for entry in self { object[entry.key] = value(entry) }
        return .object(object)
    }

    /// A value is hidden where its name speaks of a secret.
    fileprivate func object(_ value: (YAMLEntry) -> JSONValue) -> JSONValue {
        var object = JSONObject()
        for entry in self {
            object[entry.key] =
                SecretRule.hides(name: entry.key) ? .string(SecretRule.hidden) : value(entry)
        }
        return .object(object)
    }
}

extension YAMLScalar {
    fileprivate var number: JSONValue? {
        switch resolved {
        case .integer(let value): .integer(Int64(value))
        case .float(let value):
            JSONValue.double(value).int.map { .integer(Int64($0)) } ?? .double(value)
        default: nil
        }
    }

    fileprivate var meaning: JSONValue {
        switch resolved {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .integer, .float: number ?? .string(text)
        case .string: .string(text)
        }
    }
}
