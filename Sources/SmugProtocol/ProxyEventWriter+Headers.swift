import SmugHTTP
import SmugJSON

extension ProxyEventWriter {
    /// Appends `cookies`, one for each crumb of all cookie fields; nothing when there is none.
    func appendCookies(of request: ProxyRequest, to output: inout OutputSpan<UInt8>) {
        let fields = request.head.fields
        let bytes = fields.bytes.span
        var isFirst = true
        for entry in fields.entries where bytes.extracting(entry.name).holds("cookie") {
            guard forwardHeaders.forwards(bytes.extracting(entry.name)) else { return }
            var start = entry.value.lowerBound
            for index in entry.value.lowerBound...entry.value.upperBound {
                if index < entry.value.upperBound, bytes[index] != UInt8(ascii: ";") { continue }
                let crumb = bytes.trimmingBlanks(start..<index)
                start = index + 1
                guard !crumb.isEmpty else { continue }
                output.append(isFirst ? ",\"cookies\":[\"" : ",\"")
                isFirst = false
                output.append(escaping: bytes.extracting(crumb))
                output.append("\"")
            }
        }
        if !isFirst { output.append("]") }
    }

    /// Appends `headers`: what is forwarded, the values of a repeated name joined by commas.
    func appendHeaders(of request: ProxyRequest, to output: inout OutputSpan<UInt8>) {
        let fields = request.head.fields
        let names = FieldNames(fields)
        let isNominated = NominatedFields(fields)
        output.append(",\"headers\":{")
        // Each separator closes the value before it and opens the next name.
        var separator: StaticString = "\""
        for (index, entry) in names.entries.enumerated() {
            let name = names.bytes.span.extracting(entry.name)
            guard case .ordinary = FieldKind(forwarding: name), forwardHeaders.forwards(name),
                !isNominated.contains(name), !request.injectedFields.containsName(name),
                !names.isRepetition(index)
            else { continue }
            output.append(separator)
            separator = "\",\""
            names.append(index, to: &output)
        }
        let injected = FieldNames(request.injectedFields)
        for index in injected.entries.indices where !injected.isRepetition(index) {
            output.append(separator)
            separator = "\",\""
            injected.append(index, to: &output)
        }
        output.append(separator.utf8CodeUnitCount == 1 ? "}" : "\"}")
    }
}

extension FieldKind {
    /// A request's content-length is ordinary: the function may see it.
    @inline(__always)
    fileprivate init(forwarding name: Span<UInt8>) {
        let kind = FieldKind(name)
        if case .contentLength = kind { self = .ordinary } else { self = kind }
    }
}

extension HTTPFields {
    fileprivate func containsName(_ name: Span<UInt8>) -> Bool {
        for entry in entries where bytes.span.extracting(entry.name).holds(name) { return true }
        return false
    }
}
