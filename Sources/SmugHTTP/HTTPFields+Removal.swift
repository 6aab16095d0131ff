extension HTTPFields {
    /// Removes all fields of this name, which is given in lower case.
    package mutating func removeAll(_ lowercaseName: StaticString) {
        guard contains(lowercaseName) else { return }
        let bytes = bytes
        entries.removeAll { bytes.holds(lowercaseName, at: $0.name) }
    }

    /// Removes the fields whose name, in lower case, fits.
    package mutating func removeAll(where fits: (_ name: ArraySlice<UInt8>) -> Bool) {
        let bytes = bytes
        entries.removeAll { fits(bytes[$0.name]) }
    }
}
