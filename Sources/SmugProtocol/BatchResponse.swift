import SmugJSON

/// A function's answer to an invocation, told apart by its shape.
package enum BatchResponse: Sendable {
    /// Records, to be read one at a time.
    case batch(BatchResponseDecoder)
    /// An API Gateway response without envelope; only for a batch of one.
    case plain(RecordOutcome)

    /// Reads up to the first record.
    ///
    /// A missing `v` is tolerated, since `responses` says enough. A `v` behind the records is
    /// looked for before the first of them is judged.
    ///
    /// - Throws: what makes the whole answer worthless.
    package init(
        _ bytes: [UInt8], batchSize: Int, shape: EventShape = .httpAPI
    ) throws(BatchResponseError) {
        let rules = AnswerRules(batchOf: shape)
        var reader = JSONReader(bytes, loneSurrogates: .replace)
        switch Self.shape(&reader) {
        case .records:
            self = .batch(BatchResponseDecoder(reader, rules))
        case .answer(let draft) where draft.hasStatus:
            guard batchSize == 1 else { throw .plainResponse(batchSize: batchSize) }
            self = .plain(draft.outcome(in: reader.bytes, rules))
        case .answer:
            throw .missingResponses
        case .notAnObject:
            throw .notAnObject
        case .unsupportedVersion:
            throw .unsupportedVersion
        case .broken(let error):
            throw .invalidJSON(error)
        }
    }

    private enum Shape {
        /// The reader stands before the first record.
        case records
        /// A whole object without `responses`.
        case answer(AnswerDraft)
        case notAnObject
        case unsupportedVersion
        case broken(JSONError)
    }

    private static func shape(_ reader: inout JSONReader) -> Shape {
        do throws(JSONError) {
            guard try reader.next() == .beginObject else { return .notAnObject }
            var draft = AnswerDraft()
            var hasVersion = false
            while case .key(let key) = try reader.next() {
                if reader.equals(key, "v") {
                    hasVersion = true
                    guard try isSupportedVersion(&reader) else { return .unsupportedVersion }
                } else if reader.equals(key, "responses") {
                    guard try reader.next() == .beginArray else { return .answer(AnswerDraft()) }
                    let isRefused = !hasVersion && hasUnsupportedVersion(behind: reader)
                    return isRefused ? .unsupportedVersion : .records
                } else {
                    try draft.readMember(key, from: &reader)
                }
            }
            _ = try reader.next()
            return .answer(draft)
        } catch {
            return .broken(error)
        }
    }

    private static func isSupportedVersion(_ reader: inout JSONReader) throws(JSONError) -> Bool {
        guard case .number(let number) = try reader.next() else { return false }
        return reader.int(number) == 1
    }

    /// Looks past the records; what is broken there is found again in due course.
    private static func hasUnsupportedVersion(behind reader: JSONReader) -> Bool {
        var reader = reader
        do throws(JSONError) {
            try reader.skipRest(of: .beginArray)
            while case .key(let key) = try reader.next() {
                if reader.equals(key, "v") { return try !isSupportedVersion(&reader) }
                _ = try reader.skipValue()
            }
        } catch {
            return false
        }
        return false
    }
}
