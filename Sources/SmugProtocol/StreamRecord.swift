import SmugHTTP
import SmugJSON

/// One line of a function's streamed answer.
struct StreamRecord {
    enum Content {
        /// The whole answer to a request.
        case complete(RecordOutcome)
        /// Status and fields of an answer that comes in parts.
        case head(RecordOutcome)
        case part(Result<[UInt8], RecordFault>)
        case end
        /// The function gives up on a request.
        case error(HTTPStatus, message: [UInt8])
        /// A type that this version does not know.
        case unknownType
        /// `v` is missing: dropped.
        case unversioned
        /// `v` is there and not 1.
        case unsupportedVersion
        /// The document of a buffered answer, whole.
        case document
        /// Not an object, or not JSON from some byte on.
        case broken(JSONError?)
    }

    /// The id's UTF-8; of a broken record as far as it could be read.
    let id: ArraySlice<UInt8>?
    let content: Content

    /// Reads the line at `range`.
    init(_ bytes: [UInt8], in range: Range<Int>, _ rules: AnswerRules) {
        var reader = JSONReader(bytes, in: range, loneSurrogates: .replace)
        var draft = StreamRecordDraft()
        do throws(JSONError) {
            content = try draft.read(from: &reader) ? draft.content(in: bytes, rules) : .broken(nil)
        } catch {
            // Within the line: where that stands in the stream is chance.
            content = .broken(JSONError(error.code, at: error.offset - range.lowerBound))
        }
        id = draft.answer.id?.utf8(in: bytes)
    }
}

/// A record while its members are read, which come in any order.
private struct StreamRecordDraft {
    private enum Kind {
        case complete, head, chunk, end, error, unknown
    }

    var answer = AnswerDraft()
    private var kind = Kind.complete
    private var version: Bool?
    private var message: JSONString?
    private var hasResponses = false

    /// Reads a whole line; `false` when it is no object.
    mutating func read(from reader: inout JSONReader) throws(JSONError) -> Bool {
        let first = try reader.next()
        guard first == .beginObject else {
            try reader.skipRest(of: first)
            return false
        }
        while case .key(let key) = try reader.next() {
            if reader.equals(key, "type") {
                try readType(from: &reader)
            } else if reader.equals(key, "v") {
                try readVersion(from: &reader)
            } else if reader.equals(key, "message") {
                let token = try reader.next()
                message = if case .string(let string) = token { string } else { nil }
                try reader.skipRest(of: token)
            } else if reader.equals(key, "responses") {
                let token = try reader.next()
                hasResponses = token == .beginArray
                try reader.skipRest(of: token)
            } else {
                try answer.readMember(key, from: &reader)
            }
        }
        _ = try reader.next()
        return true
    }

    func content(in bytes: [UInt8], _ rules: AnswerRules) -> StreamRecord.Content {
        if hasResponses, answer.id == nil { return .document }
        guard let version else { return .unversioned }
        guard version else { return .unsupportedVersion }
        return switch kind {
        case .complete: .complete(answer.outcome(in: bytes, rules))
        case .head: .head(answer.head(in: bytes, rules))
        case .chunk: .part(answer.part(of: bytes))
        case .end: .end
        case .error: .error(answer.errorStatus ?? .badGateway, message: text(in: bytes))
        case .unknown: .unknownType
        }
    }

    private func text(in bytes: [UInt8]) -> [UInt8] {
        message.map { Array($0.utf8(in: bytes)) } ?? Array("error".utf8)
    }

    /// null counts as absent, as with every other member.
    private mutating func readType(from reader: inout JSONReader) throws(JSONError) {
        let token = try reader.next()
        switch token {
        case .null: kind = .complete
        case .string(let string):
            kind =
                if reader.equals(string, "head") {
                    .head
                } else if reader.equals(string, "chunk") {
                    .chunk
                } else if reader.equals(string, "end") {
                    .end
                } else if reader.equals(string, "error") {
                    .error
                } else {
                    .unknown
                }
        default: kind = .unknown
        }
        try reader.skipRest(of: token)
    }

    private mutating func readVersion(from reader: inout JSONReader) throws(JSONError) {
        let token = try reader.next()
        switch token {
        case .null: version = nil
        case .number(let number): version = reader.int(number) == 1
        default: version = false
        }
        try reader.skipRest(of: token)
    }
}
