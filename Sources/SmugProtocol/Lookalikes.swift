import SmugHTTP

/// Names that a function may take for other names, which mean something.
///
/// CGI and what is made after it (WSGI, Rack, PHP) have a header as a variable, in whose name a
/// hyphen is an underscore; for PHP a dot is one too. What a proxy or the gateway says in `x-user`
/// a client could say in `x_user`, and be believed.
struct Lookalikes: Sendable {
    /// The headers that requests are batched by.
    private let keys: [[UInt8]]
    /// Whether one of them looks like another name: then that one is the impostor.
    private let hasOddKey: Bool

    /// - Parameter keys: in lower case.
    init(keys: [String]) {
        self.keys = keys.map { Array($0.utf8) }
        hasOddKey = self.keys.contains { Self.isOdd($0.span) }
    }

    /// Whether the field may be one, which few are.
    @inline(__always)
    func mayContain(_ name: Span<UInt8>) -> Bool { hasOddKey || Self.isOdd(name) }

    /// Whether the field of a request must not go to its function.
    ///
    /// What the manifest names passes, and so does what looks like nothing else: there are
    /// functions that ask for `api_key`.
    ///
    /// - Parameter injected: fields that the gateway adds.
    func contains(
        _ name: Span<UInt8>, among fields: HTTPFields, _ injected: HTTPFields,
        _ filter: ForwardHeaders
    ) -> Bool {
        let original = Self.original(name)
        if keys.contains(where: { $0.span.holds(name) }) { return false }
        if keys.contains(where: { Self.original($0.span) == original }) { return true }
        guard !original.span.holds(name), !filter.allowsByName(name) else { return false }
        return Self.isReserved(original.span) || filter.denies(original.span)
            || injected.containsName(original.span) || fields.containsName(original.span)
    }

    @inline(__always)
    private static func isOdd(_ name: Span<UInt8>) -> Bool {
        ByteScan.first(UInt8(ascii: "_"), or: UInt8(ascii: "."), in: name, name.indices) != nil
    }

    /// The name with its hyphens.
    static func original(_ name: Span<UInt8>) -> [UInt8] {
        name.indices.map { index in
            let byte = name[index]
            return byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                ? UInt8(ascii: "-") : byte
        }
    }

    /// Whether a name is one that only a proxy or the gateway may say anything in, or that is about
    /// the connection.
    static func isReserved(_ name: Span<UInt8>) -> Bool {
        guard case .ordinary = FieldKind(name) else { return true }
        return name.starts(with: "x-forwarded-") || name.starts(with: "x-amzn-")
            || name.holds("x-real-ip")
    }
}

extension Span<UInt8> {
    fileprivate func starts(with literal: StaticString) -> Bool {
        count >= literal.utf8CodeUnitCount
            && extracting(0..<literal.utf8CodeUnitCount).holds(literal)
    }
}
