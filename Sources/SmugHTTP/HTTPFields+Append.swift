extension HTTPFields {
    /// Adds a field that is known when this is compiled, unchecked; the name is in lower case.
    package mutating func append(name: StaticString, value: StaticString) {
        let start = bytes.count
        bytes.append(name)
        let nameEnd = bytes.count
        bytes.append(": ")
        bytes.append(value)
        close(start: start, nameEnd: nameEnd)
    }

    /// Adds a number, as decimal digits, under a name of our own in lower case.
    package mutating func append(name: StaticString, integer value: Int) {
        let start = bytes.count
        bytes.append(name)
        let nameEnd = bytes.count
        bytes.append(": ")
        bytes.append(decimal: value)
        close(start: start, nameEnd: nameEnd)
    }

    /// Adds a field under a name of our own in lower case; the value is trimmed and checked.
    package mutating func append(name: StaticString, value: ArraySlice<UInt8>)
        throws(HTTPFieldError)
    {
        let start = bytes.count
        bytes.append(name)
        try finish(start: start, value)
    }

    /// Adds a field; the name is checked and lower-cased, the value trimmed and checked.
    ///
    /// - Throws: without having changed anything.
    package mutating func append(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)
        throws(HTTPFieldError)
    {
        guard !name.isEmpty, name.allSatisfy(ASCII.isTokenByte) else { throw .invalidName }
        let start = bytes.count
        bytes.append(contentsOf: name)
        for index in start..<bytes.count where ASCII.isUpper(bytes[index]) { bytes[index] |= 0x20 }
        try finish(start: start, value)
    }

    /// Adds a field; the name is checked and lower-cased, the value trimmed and checked.
    ///
    /// - Throws: without having changed anything.
    package mutating func append(_ name: String, _ value: String) throws(HTTPFieldError) {
        try append(name: Array(name.utf8)[...], value: Array(value.utf8)[...])
    }

    /// Removes all fields of this name, in lower case, and adds one; the value is checked first.
    package mutating func replace(name: StaticString, value: ArraySlice<UInt8>)
        throws(HTTPFieldError)
    {
        let before = entries.count
        try append(name: name, value: value)
        let added = entries.removeLast()
        if before > 0 { removeAll(name) }
        entries.append(added)
    }

    private mutating func finish(start: Int, _ value: ArraySlice<UInt8>) throws(HTTPFieldError) {
        let nameEnd = bytes.count
        bytes.append(": ")
        let valueStart = bytes.count
        bytes.append(contentsOf: trimmed(value))
        let end = bytes.count
        guard end < Int(UInt32.max) - 2 else {
            bytes.removeSubrange(start...)
            throw .tooLarge
        }
        guard ByteScan.firstControl(in: bytes.span, valueStart..<end) == nil else {
            bytes.removeSubrange(start...)
            throw .invalidValue
        }
        close(start: start, nameEnd: nameEnd)
    }

    private func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = value.startIndex
        var end = value.endIndex
        while start < end, ASCII.isBlank(value[start]) { start += 1 }
        while start < end, ASCII.isBlank(value[end - 1]) { end -= 1 }
        return value[start..<end]
    }

    /// Ends the line that stands at the end of `bytes` and enters it.
    private mutating func close(start: Int, nameEnd: Int) {
        let end = bytes.count
        bytes.append("\r\n")
        entries.append(Entry(name: start..<nameEnd, value: nameEnd + 2..<end))
    }
}
