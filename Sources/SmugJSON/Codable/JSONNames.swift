/// Names that an object holds twice.
enum JSONNames {
    /// Whether two of the names may be the same, by their fingerprints.
    static func mayRepeat(_ fingerprints: ArraySlice<UInt32>) -> Bool {
        guard fingerprints.count > 12 else {
            for (index, name) in zip(fingerprints.indices, fingerprints) {
                if fingerprints[..<index].contains(name) { return true }
            }
            return false
        }
        let sorted = fingerprints.sorted()
        return zip(sorted, sorted.dropFirst()).contains { $0 == $1 }
    }

    /// A document with each name of an object once, with the last of its values.
    ///
    /// What is deeper than the reader goes stays as it is.
    static func keepingLast(of document: [UInt8]) -> [UInt8] {
        var writer = JSONWriter(capacity: document.count)
        var reader = JSONReader(document)
        guard (try? copy(&reader, to: &writer)) != nil else { return document }
        return writer.bytes
    }

    private static func copy(_ reader: inout JSONReader, to writer: inout JSONWriter)
        throws(JSONError)
    {
        switch try reader.next() {
        case .beginObject: try copyMembers(&reader, to: &writer)
        case .beginArray:
            writer.beginArray()
            var (elements, token) = (reader, try reader.next())
            while token != .endArray {
                try copy(&elements, to: &writer)
                reader = elements
                token = try reader.next()
            }
            writer.endArray()
        default: writer.raw(reader.bytes[reader.tokenOffset..<reader.offset])
        }
    }

    private static func copyMembers(_ reader: inout JSONReader, to writer: inout JSONWriter)
        throws(JSONError)
    {
        var members: [(name: String, value: JSONReader)] = []
        var places: [[UInt8]: Int] = [:]
        while case .key(let key) = try reader.next() {
            let place = places[Array(key.utf8(in: reader.bytes)), default: members.count]
            let member = (name: reader.string(key), value: reader)
            if place < members.count { members[place] = member } else { members.append(member) }
            places[Array(key.utf8(in: reader.bytes))] = place
            _ = try reader.skipValue()
        }
        writer.beginObject()
        for member in members {
            writer.key(member.name)
            var value = member.value
            try copy(&value, to: &writer)
        }
        writer.endObject()
    }
}
