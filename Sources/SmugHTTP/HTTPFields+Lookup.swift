extension HTTPFields {
    /// The range in `bytes` of the first value under this name, which is given in lower case.
    package func first(_ lowercaseName: StaticString) -> Range<Int>? {
        let length = lowercaseName.utf8CodeUnitCount
        for entry in entries
        where entry.name.count == length && bytes.holds(lowercaseName, at: entry.name) {
            return entry.value
        }
        return nil
    }

    /// The ranges in `bytes` of all values under this name, which is given in lower case.
    package func all(_ lowercaseName: StaticString) -> [Range<Int>] {
        entries.filter { bytes.holds(lowercaseName, at: $0.name) }.map(\.value)
    }

    /// Whether the entry has this name, which is given in lower case.
    @inline(__always)
    package func has(_ lowercaseName: StaticString, _ entry: Entry) -> Bool {
        entry.name.count == lowercaseName.utf8CodeUnitCount
            && bytes.holds(lowercaseName, at: entry.name)
    }

    /// Whether the entry has this name, which is given in lower case.
    package func has(_ lowercaseName: [UInt8], _ entry: Entry) -> Bool {
        guard entry.name.count == lowercaseName.count else { return false }
        let found = bytes.span.extracting(entry.name)
        let wanted = lowercaseName.span
        var index = 0
        while index < wanted.count, found[index] == wanted[index] { index &+= 1 }
        return index == wanted.count
    }

    /// Whether there is a field of this name, which is given in lower case.
    package func contains(_ lowercaseName: StaticString) -> Bool { first(lowercaseName) != nil }

    /// The first value under this name, given in lower case; invalid UTF-8 becomes U+FFFD.
    package subscript(_ lowercaseName: String) -> String? {
        let name = lowercaseName.utf8
        for entry in entries
        where entry.name.count == name.count && bytes[entry.name].elementsEqual(name) {
            return string(entry.value)
        }
        return nil
    }

    /// A range of `bytes` as text; invalid UTF-8 becomes U+FFFD.
    package func string(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// All names and values as text, in order; for tests, logs and whatever is not hot.
    package var pairs: [(name: String, value: String)] {
        entries.map { (name: string($0.name), value: string($0.value)) }
    }

    /// Whether a comma-separated list holds the token; name and token are given in lower case.
    ///
    /// Looks through all fields of the name and compares without regard to case.
    package func listContains(_ lowercaseName: StaticString, token: StaticString) -> Bool {
        for entry in entries where bytes.holds(lowercaseName, at: entry.name) {
            var elements = ListElements(entry.value)
            while let element = elements.next(in: bytes) {
                if bytes.holdsIgnoringCase(token, at: element) { return true }
            }
        }
        return false
    }
}
