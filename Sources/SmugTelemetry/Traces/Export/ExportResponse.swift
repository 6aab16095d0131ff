internal import SmugJSON

/// What a collector says of spans that it has taken: whether it has refused some of them.
package struct ExportResponse: Hashable, Sendable {
    /// Spans that it has not kept.
    package private(set) var rejectedSpans = 0
    /// Its words; they may also be a warning about spans that it has kept.
    package private(set) var message = ""

    package init() {}

    /// Reads an `ExportTraceServiceResponse`; whatever is none says nothing.
    package init(_ body: [UInt8], _ encoding: TraceEncoding) {
        switch encoding {
        case .protobuf: readProtobuf(body[...])
        case .json: readJSON(body)
        }
    }

    private mutating func readProtobuf(_ body: ArraySlice<UInt8>) {
        var found = ExportResponse()
        var response = ProtobufReader(body)
        while let (field, value) = response.next() {
            guard field == 1, case .bytes(let bytes) = value else { continue }
            var partial = ProtobufReader(bytes)
            while let (field, value) = partial.next() {
                switch (field, value) {
                case (1, .varint(let count)): found.rejectedSpans = Int(clamping: count)
                case (2, .bytes(let text)): found.message = Self.text(text)
                default: break
                }
            }
            guard partial.isValid else { return }
        }
        if response.isValid { self = found }
    }

    private mutating func readJSON(_ body: [UInt8]) {
        guard let response = (try? JSONValue(parsing: body))?.object,
            let partial = response["partialSuccess"]?.object
        else { return }
        // Numbers of 64 bits are strings in this JSON, and numbers where somebody writes them so.
        let count = partial["rejectedSpans"]
        rejectedSpans = max(0, count?.int ?? count?.string.flatMap { Int($0) } ?? 0)
        message = Self.text(Array((partial["errorMessage"]?.string ?? "").utf8)[...])
    }

    /// As much of its words as a line of the log takes.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(512), as: UTF8.self)
    }
}
