/// The text that a signature is made of, from a request as it goes over the wire.
///
/// Signer and verifier build it from the same parts, in bytes: a header need not be UTF-8.
struct CanonicalRequest {
    /// One header, its name in lower case.
    struct Field {
        let name: ArraySlice<UInt8>
        let value: ArraySlice<UInt8>
    }

    /// `host;x-amz-date`, sorted.
    let signedNames: [UInt8]
    let bytes: [UInt8]

    /// Takes path and query as on the wire, and the fields to sign in the request's order.
    ///
    /// An empty path counts as `/`. The payload hash is sixty-four hexadecimal digits, or what S3
    /// takes in their place.
    init(
        method: some Sequence<UInt8>, path: ArraySlice<UInt8>, query: ArraySlice<UInt8>,
        fields: [Field], payloadHash: some Sequence<UInt8>, encodesPathTwice: Bool
    ) {
        let newline = UInt8(ascii: "\n")
        let ordered = Self.ordered(fields)
        signedNames = Self.signedNames(ordered)
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
        Self.append(ordered, to: &output)
        output.append(newline)
        output += signedNames
        output.append(newline)
        output += payloadHash
        bytes = output
    }

    /// By name; fields of one name keep their order, because their values are joined.
    private static func ordered(_ fields: [Field]) -> [Field] {
        fields.enumerated().sorted { left, right in
            if left.element.name == right.element.name { return left.offset < right.offset }
            return left.element.name.lexicographicallyPrecedes(right.element.name)
        }.map(\.element)
    }

    private static func signedNames(_ fields: [Field]) -> [UInt8] {
        var names: [UInt8] = []
        var previous: ArraySlice<UInt8> = []
        for field in fields where field.name != previous {
            if !names.isEmpty { names.append(UInt8(ascii: ";")) }
            names += field.name
            previous = field.name
        }
        return names
    }

    private static func append(_ fields: [Field], to output: inout [UInt8]) {
        var previous: ArraySlice<UInt8>?
        for field in fields {
            if field.name == previous {
                output.append(UInt8(ascii: ","))
            } else {
                if previous != nil { output.append(UInt8(ascii: "\n")) }
                output += field.name
                output.append(UInt8(ascii: ":"))
                previous = field.name
            }
            appendCollapsed(field.value, to: &output)
        }
        if previous != nil { output.append(UInt8(ascii: "\n")) }
    }

    /// Without white space at the ends, and one space for each run of it within, quoted or not.
    private static func appendCollapsed(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var isFirst = true
        for word in value.split(whereSeparator: {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
        }) {
            if !isFirst { output.append(UInt8(ascii: " ")) }
            output += word
            isFirst = false
        }
    }
}
