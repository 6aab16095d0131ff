@testable import SmugJSON

enum JSONFuzz {
    /// What is read and written again is read as the same; a part of it is not JSON.
    static func values(_ input: [UInt8]) {
        var reader = JSONReader(input)
        let skipped = try? reader.skipValue()
        guard let value = try? JSONValue(parsing: input) else { return }
        precondition(skipped != nil, "a value cannot be passed over that can be read")
        let written = value.serialized()
        precondition((try? JSONValue(parsing: written)) == value, "a value does not survive")
        switch value {
        case .array, .object, .string:
            let part = try? JSONValue(parsing: Array(written.dropLast()))
            precondition(part == nil, "a part of a value is a value")
        default: break
        }
    }

    /// Any bytes can be said in a string, and invalid ones become U+FFFD.
    static func escapes(_ input: [UInt8]) {
        var json: [UInt8] = []
        JSONEscaping.append(input, to: &json)
        let scan = TextScan(input.span)
        let isText = String(validating: input, as: UTF8.self) != nil && !input.contains(0)
        precondition(scan.isText == isText, "a text is none, or the other way round")
        if isText {
            precondition(json.count <= scan.escapedRoom, "more is written than there was room for")
        }
        let read = try? JSONValue(parsing: [UInt8(ascii: "\"")] + json + [UInt8(ascii: "\"")])
        let expected = String(decoding: input, as: UTF8.self)
        precondition(read?.string?.utf8.elementsEqual(expected.utf8) == true, "not what was said")
    }
}
