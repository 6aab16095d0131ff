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
        let name = unsafe UnsafeBufferPointer(
            start: name.utf8Start, count: name.utf8CodeUnitCount)
        try appendLine(unsafe name.span, value.span)
    }

    /// Adds a field; the name is checked and lower-cased, the value trimmed and checked.
    ///
    /// - Throws: without having changed anything.
    package mutating func append(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)
        throws(HTTPFieldError)
    {
        try append(name.span, value.span)
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

    private mutating func append(_ name: Span<UInt8>, _ value: Span<UInt8>)
        throws(HTTPFieldError)
    {
        let start = bytes.count
        try appendLine(name, value)
        let nameEnd = start + name.count
        guard nameEnd > start,
            ByteScan.lowercaseToken(in: &bytes, start..<nameEnd) == nameEnd
        else {
            bytes.removeLast(bytes.count - start)
            entries.removeLast()
            throw .invalidName
        }
    }

    /// Adds a field whose name is a token in lower case, or is yet to be made one.
    private mutating func appendLine(_ name: Span<UInt8>, _ value: Span<UInt8>)
        throws(HTTPFieldError)
    {
        let value = value.extracting(value.trimmingBlanks())
        let start = bytes.count
        let length = name.count + value.count + 4
        guard start + length < Int(UInt32.max) else { throw .tooLarge }
        guard ByteScan.firstControl(in: value, value.indices) == nil else { throw .invalidValue }
        bytes.append(addingCapacity: length) { line in
            line.append(copying: name)
            line.append(copying: ": ")
            line.append(copying: value)
            line.append(copying: "\r\n")
        }
        let nameEnd = start + name.count
        entries.append(
            Entry(name: start..<nameEnd, value: nameEnd + 2..<nameEnd + 2 + value.count))
    }

    /// Ends the line that stands at the end of `bytes` and enters it.
    private mutating func close(start: Int, nameEnd: Int) {
        let end = bytes.count
        bytes.append("\r\n")
        entries.append(Entry(name: start..<nameEnd, value: nameEnd + 2..<end))
    }
}
