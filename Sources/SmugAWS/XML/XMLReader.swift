/// Reads small XML documents (XML 1.0, fifth edition) strictly, over bytes.
///
/// A document type is refused: without one there are no entities but the five of section 4.6, and
/// nothing that a document could expand or fetch.
struct XMLReader {
    static let maxDepth = 32
    static let maxElements = 10_000

    private struct OpenElement {
        /// The name with its prefix, which the end tag must repeat.
        let name: [UInt8]
        var text: [UInt8] = []
        var children: [XMLElement] = []

        var closed: XMLElement {
            let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name[...]
            return XMLElement(
                name: String(decoding: local, as: UTF8.self),
                text: String(decoding: text, as: UTF8.self), children: children)
        }
    }

    private let bytes: [UInt8]
    private var index = 0
    private var open: [OpenElement] = []
    private var root: XMLElement?
    private var count = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(XMLError) -> XMLElement {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw error(.notUTF8) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<") {
                try markup()
            } else {
                try characters()
            }
        }
        guard open.isEmpty, let root else { throw error(.unexpectedEnd) }
        return root
    }

    private mutating func markup() throws(XMLError) {
        if skip("<?") {
            _ = try upTo("?>")
        } else if skip("<!--") {
            _ = try upTo("-->")
        } else if skip("<![CDATA[") {
            guard !open.isEmpty else { throw error(.textOutsideRoot) }
            open[open.count - 1].text += try upTo("]]>")
        } else if skip("<!") {
            throw error(.documentType)
        } else if skip("</") {
            try endTag()
        } else {
            index += 1
            try startTag()
        }
    }

    private mutating func startTag() throws(XMLError) {
        guard root == nil else { throw error(.severalRoots) }
        guard open.count < Self.maxDepth else { throw error(.tooDeep) }
        guard count < Self.maxElements else { throw error(.tooManyElements) }
        count += 1
        open.append(OpenElement(name: try name()))
        while true {
            let hasSpace = skipSpace()
            if skip(">") { return }
            if skip("/>") { return closeElement() }
            guard hasSpace else { throw error(.malformedMarkup) }
            try attribute()
        }
    }

    private mutating func attribute() throws(XMLError) {
        _ = try name()
        skipSpace()
        guard skip("=") else { throw error(.malformedMarkup) }
        skipSpace()
        let quote: StaticString
        if skip("\"") {
            quote = "\""
        } else if skip("'") {
            quote = "'"
        } else {
            throw error(.malformedMarkup)
        }
        guard try !upTo(quote).contains(UInt8(ascii: "<")) else { throw error(.malformedMarkup) }
    }

    private mutating func endTag() throws(XMLError) {
        let name = try name()
        guard open.last?.name == name else { throw error(.mismatchedTag) }
        skipSpace()
        guard skip(">") else { throw error(.malformedMarkup) }
        closeElement()
    }

    private mutating func closeElement() {
        guard let element = open.popLast()?.closed else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    private mutating func characters() throws(XMLError) {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
        defer { index = end }
        guard !open.isEmpty else {
            guard bytes[index..<end].allSatisfy(Self.isSpace) else {
                throw error(.textOutsideRoot)
            }
            return
        }
        while index < end {
            if bytes[index] == UInt8(ascii: "&") {
                open[open.count - 1].text += try reference(before: end)
            } else {
                open[open.count - 1].text.append(bytes[index])
                index += 1
            }
        }
    }

    /// One of the five entities, or a character by its number (section 4.1).
    private mutating func reference(before end: Int) throws(XMLError) -> [UInt8] {
        let start = index + 1
        guard let semicolon = bytes[start..<min(end, start + 10)].firstIndex(of: UInt8(ascii: ";"))
        else { throw error(.malformedReference) }
        let name = String(decoding: bytes[start..<semicolon], as: UTF8.self)
        let text: String
        switch name {
        case "amp": text = "&"
        case "lt": text = "<"
        case "gt": text = ">"
        case "quot": text = "\""
        case "apos": text = "'"
        default:
            guard let scalar = Self.scalar(name) else { throw error(.malformedReference) }
            text = String(scalar)
        }
        index = semicolon + 1
        return Array(text.utf8)
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return nil }
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.utf8.allSatisfy(ASCIIByte.isHexDigit),
            let number = UInt32(digits, radix: isHexadecimal ? 16 : 10)
        else { return nil }
        guard number >= 0x20 || [0x9, 0xA, 0xD].contains(number) else { return nil }
        return Unicode.Scalar(number)
    }

    private mutating func name() throws(XMLError) -> [UInt8] {
        let start = index
        while index < bytes.count, Self.isName(bytes[index], first: index == start) { index += 1 }
        guard index > start else { throw error(.malformedMarkup) }
        return Array(bytes[start..<index])
    }

    private static func isName(_ byte: UInt8, first: Bool) -> Bool {
        if byte >= 0x80 || "_:".utf8.contains(byte) || ASCIIByte.isLowercase(byte | 0x20) {
            return true
        }
        return !first && (ASCIIByte.isDigit(byte) || "-.".utf8.contains(byte))
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x9 || byte == 0xA || byte == 0xD
    }

    // MARK: - Places

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = index
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        return index > start
    }

    private mutating func skip(_ text: StaticString) -> Bool {
        guard bytes[index...].starts(with: Self.bytes(of: text)) else { return false }
        index += text.utf8CodeUnitCount
        return true
    }

    /// What stands before a delimiter, which is passed too.
    private mutating func upTo(_ delimiter: StaticString) throws(XMLError) -> ArraySlice<UInt8> {
        let start = index
        let wanted = Self.bytes(of: delimiter)
        while index < bytes.count {
            if bytes[index...].starts(with: wanted) {
                defer { index += wanted.count }
                return bytes[start..<index]
            }
            index += 1
        }
        throw error(.unexpectedEnd)
    }

    private static func bytes(of text: StaticString) -> [UInt8] {
        text.withUTF8Buffer { unsafe Array($0) }
    }

    private func error(_ code: XMLError.Code) -> XMLError {
        XMLError(code, at: index)
    }
}
