import SmugHTTP
import SmugJSON

/// An answer while its members are read, which come in any order.
///
/// The last of duplicate members wins; null counts as absent; unknown members are ignored.
struct AnswerDraft {
    private(set) var id: JSONString?
    private(set) var hasStatus = false
    private var status: HTTPStatus?
    private var headers = AnswerHeaders()
    private var multiValueHeaders: AnswerHeaders?
    private var cookies: [JSONString] = []
    private var body: JSONString?
    private var isBase64Encoded = false
    private var hasInvalidCookies = false
    private var hasInvalidDescription = false
    private var fault: RecordFault?

    /// Reads the value of the member whose key was just read.
    mutating func readMember(
        _ key: JSONString, from reader: inout JSONReader
    ) throws(JSONError) {
        let token = try reader.next()
        if reader.equals(key, "id") {
            id = if case .string(let string) = token { string } else { nil }
        } else if reader.equals(key, "statusCode") {
            readStatus(token, from: &reader)
        } else if reader.equals(key, "headers") {
            headers = AnswerHeaders()
            return try headers.read(token, from: &reader)
        } else if reader.equals(key, "body") {
            readBody(token)
        } else if reader.equals(key, "isBase64Encoded") {
            readBase64Flag(token)
        } else if reader.equals(key, "cookies") {
            return try readCookies(token, from: &reader)
        } else if reader.equals(key, "multiValueHeaders") {
            var headers = AnswerHeaders()
            try headers.read(token, from: &reader)
            multiValueHeaders = headers
            return
        } else if reader.equals(key, "statusDescription") {
            readDescription(token)
        }
        try reader.skipRest(of: token)
    }

    /// Judges the record once all members are read.
    consuming func outcome(in document: [UInt8], _ rules: AnswerRules) -> RecordOutcome {
        guard hasStatus else { return .fault(fault ?? .missingStatus) }
        return judge(in: document, rules, hasBody: true)
    }

    /// The same for a record whose body comes later, in parts: its status is 200 where it has none,
    /// and its own body counts for nothing.
    consuming func head(in document: [UInt8], _ rules: AnswerRules) -> RecordOutcome {
        if !hasStatus { status = .ok }
        return judge(in: document, rules, hasBody: false)
    }

    /// The status of a record that tells of an error, where it says one that is an error's.
    var errorStatus: HTTPStatus? { status.flatMap { $0.code >= 400 ? $0 : nil } }

    /// The body of a record that is a part of one.
    func part(of document: [UInt8]) -> Result<[UInt8], RecordFault> {
        if let fault { return .failure(fault) }
        return bytes(ofBodyWith: .ok, from: document).map { .success($0) }
            ?? .failure(.invalidBase64)
    }

    private consuming func judge(
        in document: [UInt8], _ rules: AnswerRules, hasBody: Bool
    ) -> RecordOutcome {
        if let multiValueHeaders {
            switch rules.multiValueHeaders {
            case .replace: headers.override(with: multiValueHeaders)
            case .merge: headers.merge(multiValueHeaders)
            case .ignore: break
            }
        }
        if let fault = fault ?? headers.fault { return .fault(fault) }
        guard let status else { return .fault(.invalidStatus) }
        if rules.takesCookies {
            guard !hasInvalidCookies else { return .fault(.invalidCookies) }
            appendCookies(from: document)
            if let fault = headers.fault { return .fault(fault) }
        }
        if rules.checksStatusDescription, hasInvalidDescription {
            return .fault(.invalidStatusDescription)
        }
        guard let body = hasBody ? bytes(ofBodyWith: status, from: document) : [] else {
            return .fault(.invalidBase64)
        }
        return .answer(FunctionAnswer(status: status, fields: headers.fields, body: body))
    }

    private mutating func readStatus(_ token: JSONReader.Token, from reader: inout JSONReader) {
        hasStatus = if case .null = token { false } else { true }
        let code: Int? =
            switch token {
            case .number(let number): reader.int(number)
            case .string(let string): Self.integer(string.utf8(in: reader.bytes))
            default: nil
            }
        status = code.flatMap { $0 >= 200 ? HTTPStatus(code: $0) : nil }
    }

    /// Three digits as a number.
    private static func integer(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count == 3, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private mutating func readBody(_ token: JSONReader.Token) {
        switch token {
        case .string(let string): body = string
        case .null: body = nil
        default: fault = fault ?? .invalidBody
        }
    }

    private mutating func readDescription(_ token: JSONReader.Token) {
        switch token {
        case .string, .null: hasInvalidDescription = false
        default: hasInvalidDescription = true
        }
    }

    private mutating func readBase64Flag(_ token: JSONReader.Token) {
        switch token {
        case .bool(let value): isBase64Encoded = value
        case .null: isBase64Encoded = false
        default: fault = fault ?? .invalidBase64Flag
        }
    }

    private mutating func readCookies(
        _ token: JSONReader.Token, from reader: inout JSONReader
    ) throws(JSONError) {
        cookies.removeAll()
        hasInvalidCookies = false
        guard token == .beginArray else {
            hasInvalidCookies = token != .null
            return try reader.skipRest(of: token)
        }
        while true {
            let element = try reader.next()
            switch element {
            case .endArray: return
            case .null: break
            case .string(let string): cookies.append(string)
            default:
                hasInvalidCookies = true
                try reader.skipRest(of: element)
            }
        }
    }

    /// Adds the cookies that are not blank.
    private mutating func appendCookies(from document: [UInt8]) {
        for cookie in cookies where headers.fault == nil {
            let value = cookie.utf8(in: document)
            if !value.allSatisfy(\.isBlank) { headers.appendCookie(value) }
        }
    }

    private func bytes(ofBodyWith status: HTTPStatus, from document: [UInt8]) -> [UInt8]? {
        guard let body, !status.forbidsContent else { return [] }
        if isBase64Encoded { return Base64.decode(body.utf8(in: document).span) }
        var output: [UInt8] = []
        body.append(from: document, to: &output)
        return output
    }
}
