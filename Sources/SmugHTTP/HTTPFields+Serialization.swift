extension HTTPFields {
    /// Writes all fields but those that the serialisers own, each as `name: value` and CRLF.
    ///
    /// Neighbours that stand in `bytes` just so are copied together.
    func append(to output: inout [UInt8], alsoDropping dropped: StaticString? = nil) {
        var run = 0..<0
        for entry in entries {
            if Self.isOwned(bytes, entry.name) { continue }
            if let dropped, bytes.holds(dropped, at: entry.name) { continue }
            if isWrittenAsLine(entry) {
                let line = entry.name.lowerBound..<entry.value.upperBound + 2
                if line.lowerBound == run.upperBound {
                    run = run.lowerBound..<line.upperBound
                } else {
                    output.append(bytes.span, run)
                    run = line
                }
            } else {
                output.append(bytes.span, run)
                run = 0..<0
                output.append(bytes.span, entry.name)
                output.append(": ")
                output.append(bytes.span, entry.value)
                output.append("\r\n")
            }
        }
        output.append(bytes.span, run)
    }

    private func isWrittenAsLine(_ entry: Entry) -> Bool {
        let nameEnd = entry.name.upperBound
        let valueEnd = entry.value.upperBound
        guard entry.value.lowerBound == nameEnd + 2, valueEnd + 2 <= bytes.count else {
            return false
        }
        return bytes[nameEnd] == ASCII.colon && bytes[nameEnd + 1] == ASCII.space
            && bytes[valueEnd] == ASCII.carriageReturn && bytes[valueEnd + 1] == ASCII.lineFeed
    }

    /// Whether the field is about the connection or the framing, which only a serialiser writes.
    package func isOwnedBySerializer(_ entry: Entry) -> Bool { Self.isOwned(bytes, entry.name) }

    private static func isOwned(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
        switch name.count {
        case 2: bytes.holds("te", at: name)
        case 4: bytes.holds("date", at: name)
        case 7: bytes.holds("upgrade", at: name) || bytes.holds("trailer", at: name)
        case 10: bytes.holds("connection", at: name) || bytes.holds("keep-alive", at: name)
        case 14: bytes.holds("content-length", at: name)
        case 17: bytes.holds("transfer-encoding", at: name) || isAboutProxy(bytes, name)
        default: isAboutProxy(bytes, name)
        }
    }

    private static func isAboutProxy(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
        let start = name.lowerBound
        return name.count > 6 && bytes[start] == 0x70
            && bytes.holds("proxy-", at: start..<start + 6)
    }
}
