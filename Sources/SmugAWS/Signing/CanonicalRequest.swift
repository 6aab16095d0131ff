internal import SmugHTTP

/// The text that a signature is made of, from a request as it goes over the wire.
///
/// Signer and verifier build it from the same parts, in bytes: a header need not be UTF-8.
struct CanonicalRequest {
    /// `host;x-amz-date`, sorted.
    let signedNames: [UInt8]
    let bytes: [UInt8]

    /// Takes path and query as on the wire, and the entries to sign of the fields.
    ///
    /// An empty path counts as `/`. The payload hash is sixty-four hexadecimal digits, or what S3
    /// takes in their place.
    init(
        method: some Sequence<UInt8>, path: ArraySlice<UInt8>, query: ArraySlice<UInt8>,
        entries: [HTTPFields.Entry], of fields: HTTPFields, payloadHash: some Sequence<UInt8>,
        encodesPathTwice: Bool
    ) {
        let newline = UInt8(ascii: "\n")
        let source = fields.bytes
        let ordered = Self.ordered(entries, in: source)
        signedNames = Self.signedNames(ordered, in: source)
        var output: [UInt8] = []
        output.reserveCapacity(512)
        output += method
        output.append(newline)
        if encodesPathTwice {
            CanonicalPath.appendNormalized(path, to: &output)
        } else if path.isEmpty {
            output.append(UInt8(ascii: "/"))
        } else {
            output += path
        }
        output.append(newline)
        CanonicalQuery.append(query, to: &output)
        output.append(newline)
        Self.append(ordered, of: source, to: &output)
        output.append(newline)
        output += signedNames
        output.append(newline)
        output += payloadHash
        bytes = output
    }

    /// By name; fields of one name keep their order, because their values are joined.
    private static func ordered(
        _ entries: [HTTPFields.Entry], in source: [UInt8]
    ) -> [HTTPFields.Entry] {
        entries.sorted { left, right in
            let leftName = source[left.name]
            let rightName = source[right.name]
            if leftName.lexicographicallyPrecedes(rightName) { return true }
            if rightName.lexicographicallyPrecedes(leftName) { return false }
            return left.name.lowerBound < right.name.lowerBound
        }
    }

    private static func signedNames(
        _ entries: [HTTPFields.Entry], in source: [UInt8]
    ) -> [UInt8] {
        var names: [UInt8] = []
        names.reserveCapacity(128)
        var previous = 0..<0
        for entry in entries where source[entry.name] != source[previous] {
            if !names.isEmpty { names.append(UInt8(ascii: ";")) }
            names += source[entry.name]
            previous = entry.name
        }
        return names
    }

    private static func append(
        _ entries: [HTTPFields.Entry], of source: [UInt8], to output: inout [UInt8]
    ) {
        var previous = 0..<0
        for entry in entries {
            if source[entry.name] == source[previous] {
                output.append(UInt8(ascii: ","))
            } else {
                if !previous.isEmpty { output.append(UInt8(ascii: "\n")) }
                output += source[entry.name]
                output.append(UInt8(ascii: ":"))
                previous = entry.name
            }
            appendCollapsed(source[entry.value], to: &output)
        }
        if !previous.isEmpty { output.append(UInt8(ascii: "\n")) }
    }

    /// One space for each run of white space, quoted or not; at the ends fields have none.
    private static func appendCollapsed(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var isBlank = false
        for byte in value {
            let wasBlank = isBlank
            isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
            if isBlank { continue }
            if wasBlank { output.append(UInt8(ascii: " ")) }
            output.append(byte)
        }
    }
}
