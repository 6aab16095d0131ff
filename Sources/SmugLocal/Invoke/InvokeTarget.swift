internal import SmugAWS
internal import SmugHTTP

/// Which function a request means: `/2015-03-31/functions/{FunctionName}/invocations?Qualifier=`, or
/// `/2021-11-15/functions/{FunctionName}/response-streaming-invocations?Qualifier=`.
struct InvokeTarget: Hashable {
    private static let prefix: StaticString = "/2015-03-31/functions/"
    private static let suffix: StaticString = "/invocations"
    private static let streamPrefix: StaticString = "/2021-11-15/functions/"
    private static let streamSuffix: StaticString = "/response-streaming-invocations"

    let name: String
    let qualifier: String?

    /// The range of the function's name in the path, still encoded; `nil` for another path.
    static func nameRange(_ bytes: [UInt8], path: Range<Int>) -> Range<Int>? {
        nameRange(bytes, path, prefix, suffix)
    }

    /// The same for a path whose answer comes in parts.
    static func streamNameRange(_ bytes: [UInt8], path: Range<Int>) -> Range<Int>? {
        nameRange(bytes, path, streamPrefix, streamSuffix)
    }

    private static func nameRange(
        _ bytes: [UInt8], _ path: Range<Int>, _ prefix: StaticString, _ suffix: StaticString
    ) -> Range<Int>? {
        guard bytes.starts(prefix, at: path) else { return nil }
        let rest = path.dropFirst(prefix.utf8CodeUnitCount)
        guard rest.count > suffix.utf8CodeUnitCount else { return nil }
        let end = rest.upperBound - suffix.utf8CodeUnitCount
        guard bytes.matches(suffix, at: end..<rest.upperBound),
            !bytes[rest.lowerBound..<end].contains(UInt8(ascii: "/"))
        else { return nil }
        return rest.lowerBound..<end
    }

    /// - Parameters:
    ///   - name: as in the path, encoded: a name, a partial ARN or an ARN, each perhaps with a
    ///     qualifier.
    ///   - query: as received, without the question mark.
    init(name: ArraySlice<UInt8>, query: ArraySlice<UInt8>) throws(InvokeError) {
        let encoded = String(decoding: name, as: UTF8.self)
        guard let decoded = PercentEncoding.decode(name) else { throw .invalidName(encoded) }
        let text = String(decoding: decoded, as: UTF8.self)
        let identifier: FunctionIdentifier
        do throws(FunctionIdentifierError) {
            identifier = try FunctionIdentifier(text)
        } catch {
            throw .invalidName(text)
        }
        let asked = QueryString(query).first { $0.key.elementsEqual("Qualifier".utf8) }
            .map { String(decoding: $0.value, as: UTF8.self) }
            .flatMap { $0.isEmpty ? nil : $0 }
        if let asked, let named = identifier.qualifier, asked != named {
            throw .invalidParameter(
                "The derived qualifier from the function name does not match the specified"
                    + " qualifier.")
        }
        self.name = identifier.name
        qualifier = identifier.qualifier ?? asked
    }
}
