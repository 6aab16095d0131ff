/// An element of a small XML document, as S3 and STS answer; attributes are left out.
package struct XMLElement: Hashable, Sendable {
    /// Without a prefix.
    package let name: String
    /// All text that stands directly in it, references resolved.
    package internal(set) var text = ""
    /// In order.
    package internal(set) var children: [XMLElement] = []

    /// The first child of this name.
    package subscript(name: String) -> XMLElement? { children.first { $0.name == name } }
}

extension XMLElement {
    /// Reads a whole document strictly.
    package init(parsing bytes: [UInt8]) throws(XMLError) {
        var reader = XMLReader(bytes)
        self = try reader.document()
    }
}
