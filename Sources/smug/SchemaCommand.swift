internal import SmugGateway
internal import SmugJSON

/// `smug schema`: what a manifest may hold, for editors.
enum SchemaCommand: Command {
    static let name = "schema"
    static let summary = "print the JSON Schema of a manifest, for editors"
    static let options: [Option] = []
    static let examples = [
        (
            line: "smug schema > manifest.schema.json",
            does: "then begin a manifest with: # yaml-language-server: $schema=manifest.schema.json"
        )
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        try Output.write(ManifestSchema.document.indented)
    }
}
