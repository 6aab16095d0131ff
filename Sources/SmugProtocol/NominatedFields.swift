import SmugHTTP

/// The fields that `Connection` names, which are for the next hop only (RFC 9110, section 7.6.1).
struct NominatedFields {
    /// Names past this many are not looked at: no honest request has so many.
    private static let maxNames = 64

    private let bytes: [UInt8]
    /// What can name a field that would be forwarded; in most requests nothing.
    private let names: [Range<Int>]

    init(_ fields: HTTPFields) {
        let bytes = fields.bytes
        let span = bytes.span
        var names: [Range<Int>] = []
        for entry in fields.entries where span.extracting(entry.name).holds("connection") {
            var start = entry.value.lowerBound
            for index in entry.value.lowerBound...entry.value.upperBound {
                if index < entry.value.upperBound, span[index] != UInt8(ascii: ",") { continue }
                let name = span.trimmingBlanks(start..<index)
                start = index + 1
                if names.count < Self.maxNames, Self.isField(span.extracting(name)) {
                    names.append(name)
                }
            }
        }
        self.bytes = bytes
        self.names = names
    }

    func contains(_ name: Span<UInt8>) -> Bool {
        for candidate in names where bytes.span.extracting(candidate).holdsIgnoringCase(name) {
            return true
        }
        return false
    }

    private static func isField(_ option: Span<UInt8>) -> Bool {
        !option.isEmpty && !option.holdsIgnoringCase("close")
            && !option.holdsIgnoringCase("keep-alive")
    }
}
