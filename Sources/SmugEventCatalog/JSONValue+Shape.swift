internal import SmugJSON

// What kinds are told by.
extension JSONValue {
    /// Whether this is an object with all of these members, null or not.
    func has(_ names: String...) -> Bool { names.allSatisfy { self[$0] != nil } }

    /// Whether the first element of `Records` is of this source, in either spelling.
    func isFrom(_ source: String) -> Bool {
        let record = self["Records"]?[0]
        return record?["eventSource"]?.string == source || record?["EventSource"]?.string == source
    }

    /// Whether the first element of `Records` has this member.
    func hasRecord(with name: String) -> Bool { self["Records"]?[0]?[name] != nil }

    /// Whether the first element of the list under `list` has all of these members.
    func hasFirst(in list: String, with names: String...) -> Bool {
        guard let first = self[list]?[0] else { return false }
        return names.allSatisfy { first[$0] != nil }
    }

    /// Whether the member is a string that begins so.
    func begins(_ name: String, _ prefix: String) -> Bool {
        self[name]?.string?.hasPrefix(prefix) ?? false
    }

    /// Whether this is an event of a bus.
    var isBusEvent: Bool {
        has("source", "detail") || has("detail-type", "detail") || has("detail-type", "source")
    }

    /// Whether this is an event of a bus from this source, of a type that begins so.
    func isBusEvent(_ source: String, _ type: String) -> Bool {
        isBusEvent && self["source"]?.string == source && begins("detail-type", type)
    }
}
