internal import SmugHTTP

/// An event's header fields, with the cookies apart.
struct EventFields {
    let headers: EventDraft.Pairs
    let cookies: [Range<Int>]
    /// The last address of `x-forwarded-for`: the one that AWS itself has seen.
    let sourceIP: Range<Int>?

    /// - Parameter traceID: for an event without one.
    init(_ draft: inout EventDraft, traceID: String? = nil) {
        let all = draft.multiHeaders.flatMap { $0.isEmpty ? nil : $0 } ?? draft.headers
        var headers: EventDraft.Pairs = []
        var cookies: [Range<Int>] = []
        var forwarded: Range<Int>?
        headers.reserveCapacity(all.count)
        for field in all {
            let name = draft.texts[field.name]
            if Self.equals(name, "cookie") {
                cookies += Self.parts(of: field.value, at: UInt8(ascii: ";"), in: draft.texts)
                continue
            }
            if Self.equals(name, "x-forwarded-for") { forwarded = field.value }
            headers.append(field)
        }
        if let traceID, !headers.contains(where: { Self.equals(draft.texts[$0.name], Self.trace) })
        {
            let name = draft.add(Array("\(Self.trace)".utf8))
            headers.append(
                HTTPEvent.Values.Entry(name: name, value: draft.add(Array(traceID.utf8))))
        }
        self.headers = headers
        self.cookies = draft.cookies ?? cookies
        sourceIP = forwarded.flatMap {
            Self.parts(of: $0, at: UInt8(ascii: ","), in: draft.texts).last
        }
    }

    private static let trace: StaticString = "x-amzn-trace-id"

    private static func equals(_ name: ArraySlice<UInt8>, _ other: StaticString) -> Bool {
        guard name.count == other.utf8CodeUnitCount else { return false }
        return other.withUTF8Buffer { unsafe name.elementsEqual($0) { $0 | 0x20 == $1 | 0x20 } }
    }

    private static func parts(of range: Range<Int>, at separator: UInt8, in texts: [UInt8])
        -> [Range<Int>]
    {
        texts[range].split(separator: separator).compactMap { part in
            let trimmed = part.drop { $0 == 0x20 }
            let end = trimmed.lastIndex { $0 != 0x20 }
            return end.map { trimmed.startIndex..<($0 + 1) }
        }
    }
}
