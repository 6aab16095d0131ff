/// What S3 says where it does not take an answer.
struct AnswerRefusal: Error, Hashable, CustomStringConvertible {
    /// Of the code and the message that are repeated, each.
    private static let maxCharacters = 200

    let status: Int
    /// S3's name for what is wrong, such as `AccessDenied`.
    let code: String?
    private let message: String?

    /// - Parameter body: S3's document of an error, or anything.
    init(status: Int, body: [UInt8]) {
        self.status = status
        let text = String(decoding: body, as: UTF8.self)
        code = Self.element("Code", in: text)
        message = Self.element("Message", in: text)
    }

    /// Whether it may take the same answer later.
    var isPassing: Bool { status >= 500 || status == 429 || code == "RequestTimeout" }

    var description: String {
        let told = [code, message].compactMap(\.self).joined(separator: ": ")
        return "S3 refused the answer with status \(status)" + (told.isEmpty ? "" : ": \(told)")
    }

    /// The text of the first element of a name, where it holds nothing else.
    private static func element(_ name: String, in text: String) -> String? {
        guard let start = text.firstRange(of: "<\(name)>")?.upperBound else { return nil }
        let content = text[start...].prefix { $0 != "<" }
        guard text[content.endIndex...].hasPrefix("</\(name)>") else { return nil }
        return String(content.prefix(maxCharacters).filter { !$0.isNewline })
    }
}
