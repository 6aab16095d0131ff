/// An element of a small XML document, as S3 and STS answer; attributes are left out.
struct XMLElement: Hashable, Sendable {
    /// Without a prefix.
    let name: String
    /// All text that stands directly in it, references resolved.
    var text = ""
    /// In order.
    var children: [XMLElement] = []

    /// The first child of this name.
    subscript(name: String) -> XMLElement? { children.first { $0.name == name } }
}

extension XMLElement {
    /// Reads a whole document strictly.
    init(parsing bytes: [UInt8]) throws(XMLError) {
        var reader = XMLReader(bytes)
        self = try reader.document()
    }
}
