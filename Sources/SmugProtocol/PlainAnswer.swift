import SmugHTTP
import SmugJSON

/// Reads a function's answer to an event that was no batch.
package enum PlainAnswer {
    /// The answer by the rules of the event's shape, or what is wrong with it.
    package static func outcome(of bytes: [UInt8], shape: EventShape) -> RecordOutcome {
        var reader = JSONReader(bytes, loneSurrogates: .replace)
        let rules = AnswerRules(shape)
        do throws(JSONError) {
            let first = try reader.next()
            var draft = AnswerDraft()
            if case .beginObject = first {
                while case .key(let key) = try reader.next() {
                    try draft.readMember(key, from: &reader)
                }
            } else {
                try reader.skipRest(of: first)
            }
            _ = try reader.next()
            if draft.hasStatus { return draft.outcome(in: bytes, rules) }
            if rules.infersBody { return .answer(inferred(from: first, in: bytes)) }
            return first == .beginObject ? draft.outcome(in: bytes, rules) : .fault(.notAnObject)
        } catch {
            return .fault(.invalidJSON(error))
        }
    }

    /// The function has given the body alone: text as it is, all else as JSON.
    private static func inferred(from first: JSONReader.Token, in bytes: [UInt8]) -> FunctionAnswer
    {
        var body: [UInt8] = []
        if case .string(let text) = first {
            text.append(from: bytes, to: &body)
        } else {
            body = bytes
        }
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/json")
        return FunctionAnswer(status: .ok, fields: fields, body: body)
    }
}
