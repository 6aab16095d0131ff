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

    /// Appends the rest of an object of headers: what is forwarded.
    ///
    /// Cookies are a header where they have no member of their own.
    func appendHeaders(
        of request: ProxyRequest, _ rule: ValueRule, to output: inout OutputSpan<UInt8>
    ) {
        let fields = request.head.fields
        let names = FieldNames(fields)
        let isNominated = NominatedFields(fields)
        let hasInjected = !request.injectedFields.entries.isEmpty
        var told: UInt8 = 0
        let next: StaticString = if case .all = rule { "\"],\"" } else { "\",\"" }
        // Each separator closes the value before it and opens the next name.
        var separator: StaticString = "\""
        for (index, entry) in names.entries.enumerated() {
            let name = names.bytes.span.extracting(entry.name)
            let forwarded = ForwardedField(name)
            guard FieldKind(name).isForwarded(rule), forwardHeaders.forwards(name),
                forwarded != nil || !isNominated.contains(name),
                !(hasInjected && request.injectedFields.containsName(name)),
                !names.isRepetition(index),
                !(lookalikes.mayContain(name)
                    && lookalikes.contains(
                        name, among: fields, request.injectedFields, forwardHeaders))
            else { continue }
            output.append(separator)
            separator = next
            guard let forwarded else {
                names.append(index, rule, to: &output)
                continue
            }
            append(forwarded, index, of: names, request, rule, to: &output)
            told |= forwarded.rawValue
        }
        let injected = FieldNames(request.injectedFields)
        for index in injected.entries.indices where !injected.isRepetition(index) {
            output.append(separator)
            separator = next
            injected.append(index, rule, to: &output)
        }
        appendUntold(told, &separator, next: next, of: request, rule, to: &output)
        if separator.utf8CodeUnitCount > 1 {
            if case .all = rule { output.append("\"]") } else { output.append("\"") }
        }
        output.append("}")
    }
}

extension FieldKind {
    /// A request's content-length is ordinary: the function may see it.
    @inline(__always)
    fileprivate func isForwarded(_ rule: ValueRule) -> Bool {
        switch self {
        case .ordinary, .contentLength: true
        case .hopByHop: false
        case .cookie: if case .joined = rule { false } else { true }
        }
    }
}

extension HTTPFields {
    /// Whether there is a field of this name, which is in lower case.
    func containsName(_ name: Span<UInt8>) -> Bool {
        for entry in entries where bytes.span.extracting(entry.name).holds(name) { return true }
        return false
    }
}
