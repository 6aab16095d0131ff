/// The members of an object whose names are data, each with a decoder of its value.
///
/// Decoded by ``JSONBytesDecoder`` without a container and its look-ups.
package struct JSONMembers: Decodable {
    package private(set) var members: [(key: String, value: any Decoder)] = []

    /// Where another decoder comes this far.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONPathKey.self)
        for key in container.allKeys {
            members.append((key.stringValue, try container.superDecoder(forKey: key)))
        }
    }

    /// Of names that stand there twice the first counts.
    init(_ tape: JSONTape, at object: Int) throws {
        guard tape.nodes[object].kind == .object else {
            throw tape.mismatch([String: Any].self, at: object)
        }
        members = tape.keys(of: object).map { key in
            (tape.name(at: key), JSONTapeDecoder(tape, at: key &+ 1))
        }
    }
}

/// The members of an object whose names are data and whose values are mostly texts, such as headers.
///
/// Decoded by ``JSONBytesDecoder`` in one pass over the object.
package struct JSONTextMembers: Decodable {
    package private(set) var texts: [(key: String, value: String)] = []
    /// Those with another value.
    package private(set) var rest = JSONObject()

    /// Where another decoder comes this far.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONPathKey.self)
        for key in container.allKeys {
            if let text = try? container.decode(String.self, forKey: key) {
                texts.append((key.stringValue, text))
            } else {
                rest[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
            }
        }
    }

    /// Of names that stand there twice the first counts.
    init(_ tape: JSONTape, at object: Int) throws {
        guard tape.nodes[object].kind == .object else {
            throw tape.mismatch([String: Any].self, at: object)
        }
        tape.prepare(object)
        let end = tape.nodes[object].next
        texts.reserveCapacity((end &- object) &>> 1)
        var key = object &+ 1
        while key < end {
            let (name, value) = (tape.nodes[key], tape.nodes[key &+ 1])
            if !name.isRepeated {
                if value.kind == .string {
                    texts.append((tape.text(name), tape.text(value)))
                } else {
                    rest[tape.text(name)] = try tape.tree(at: key &+ 1)
                }
            }
            key = value.next
        }
    }
}
