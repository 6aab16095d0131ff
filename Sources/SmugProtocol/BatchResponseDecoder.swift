import SmugJSON

/// Judges the records of a function's answer, one with each call.
///
/// A fault in a record is that record's outcome. When the document breaks half way, the records
/// before the break have been judged and stay good.
package struct BatchResponseDecoder: Sendable {
    /// One record: its id's UTF-8, nil when there is none to match with a request; and the answer,
    /// or what is wrong with it.
    ///
    /// A tuple, whose parts move on where those of a structure would be copied.
    package typealias Record = (id: ArraySlice<UInt8>?, outcome: RecordOutcome)

    private var reader: JSONReader
    private let rules: AnswerRules
    private var isDone = false

    /// Takes a reader that stands inside the array of records.
    init(_ reader: JSONReader, _ rules: AnswerRules) {
        self.reader = reader
        self.rules = rules
    }

    /// Reads the next record; nil once the document is complete and valid to its end.
    ///
    /// - Throws: `.invalidJSON`; then every further call throws it again.
    package mutating func next() throws(BatchResponseError) -> Record? {
        do {
            return try isDone ? nil : record()
        } catch {
            throw .invalidJSON(error)
        }
    }

    private mutating func record() throws(JSONError) -> Record? {
        let token = try reader.next()
        switch token {
        case .endArray:
            try finish()
            return nil
        case .beginObject:
            var draft = AnswerDraft()
            while case .key(let key) = try reader.next() {
                try draft.readMember(key, from: &reader)
            }
            let id = draft.id?.utf8(in: reader.bytes)
            return (id, (consume draft).outcome(in: reader.bytes, rules))
        default:
            try reader.skipRest(of: token)
            return (nil, .fault(.notAnObject))
        }
    }

    /// Reads what follows the records.
    private mutating func finish() throws(JSONError) {
        while try reader.next() != .end {}
        isDone = true
    }
}
