import SmugHTTP

/// The keys of `retries`.
enum RetryKeys {
    static let max = ManifestKey<Int>.required(
        "max", retries, example: "max: 2", "How often one invocation is tried again.")
    static let methods = ManifestKey<[Located<HTTPMethod>]>.optional(
        "methods", .list(of: method),
        "The methods whose requests may be sent twice; without it those that HTTP calls "
            + "idempotent: GET, HEAD, OPTIONS, PUT, DELETE, TRACE.")
    static let retryUnsafe = ManifestKey<Bool>.defaulted(
        "retryUnsafe", .boolean, to: false,
        "Whether failures after which the function may have run are tried again too.")
    static let baseDelayMs = ManifestKey<Int>.defaulted(
        "baseDelayMs", .integer(1...60_000), to: 50,
        "The most that the first retry waits; each further one may wait twice as long.")
    static let maxDelayMs = ManifestKey<Int>.defaulted(
        "maxDelayMs", .integer(1...60_000), to: 1000, "The most that any retry waits.")

    static let section = ManifestSectionDeclaration(
        "retries",
        [
            max.declaration, methods.declaration, retryUnsafe.declaration, baseDelayMs.declaration,
            maxDelayMs.declaration,
        ])

    static let retries = ManifestFormat<Int>.integer(0...10)

    /// A number alone stands for `max`.
    static let format = ManifestFormat<RetryPolicy>(
        shape: .either(retries.shape, .section(section))
    ) { cursor, list in
        guard case .mapping = cursor.node.content else {
            return retries.read(cursor, &list).flatMap {
                policy($0, base: baseDelayMs.fallback, longest: maxDelayMs.fallback)
            }
        }
        guard let read = ManifestSection(cursor, section, &list) else { return nil }
        let max = read.value(max, &list)
        let methods = read.value(methods, &list)
        let isUnsafe = read.value(retryUnsafe, &list)
        let base = read.value(baseDelayMs, &list)
        let longest = read.value(maxDelayMs, &list)
        if let base, let longest, base > longest, let cursor = read[baseDelayMs.name] {
            list.add(
                cursor, "is \(base), more than maxDelayMs, which is \(longest)",
                remedy: "lower it, or raise `maxDelayMs`")
        }
        guard let max, let isUnsafe else { return nil }
        return policy(
            max, methods?.map(\.value), isUnsafe: isUnsafe, base: base, longest: longest)
    }

    private static func policy(
        _ max: Int, _ methods: [HTTPMethod]? = nil, isUnsafe: Bool = false, base: Int?,
        longest: Int?
    ) -> RetryPolicy? {
        guard let base, let longest else { return nil }
        return RetryPolicy(
            maxRetries: max, methods: methods, retriesUnsafe: isUnsafe,
            baseDelay: .milliseconds(base), maxDelay: .milliseconds(longest))
    }

    private static let method = ManifestFormat<HTTPMethod>.text(
        "method", pattern: "^\(FieldName.namePattern)$"
    ) { text throws(TextFault) in
        guard let method = HTTPMethod(text.uppercased()) else {
            throw TextFault(
                "is \"\(text.excerpt)\", which is no method", remedy: "give a method such as POST")
        }
        return method
    }
}
