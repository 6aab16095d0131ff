import SmugEventCatalog
import SmugEvents
import SmugJSON
import TestSupport
import Testing

@Suite struct LeniencyTests {
    /// What members of these types are is for their users to say, and so is what must be there.
    private static let strict: Set = ["$.detail", "$.batchItemFailures", "$[0]"]

    private static let strangers: [JSONValue] = [
        nil, "text", 7, -0.5, true, [], [nil, 1, "a"], [:], ["stranger": [1, ["deep": nil]]],
    ]

    @Test(arguments: EventCatalog.kinds.map(\.name))
    func `a member that is missing, null or something else costs nothing else`(
        name: String
    ) throws {
        let kind = try EventKind.named(name)
        let sample = try JSONValue(parsing: Array(kind.sample.utf8))
        for path in paths(in: sample, "$") where !Self.isStrict(path) {
            for stranger in Self.strangers {
                let changed = replace(sample, "$", path, with: stranger)
                try kind.expectRoundTrip(changed.serialized(), "\(path) = \(stranger)")
            }
            let removed = replace(sample, "$", path, with: nil)
            try kind.expectRoundTrip(removed.serialized(), "without \(path)")
        }
    }

    @Test func `text that is no number is not repeated, for it may be a secret`() throws {
        let error = #expect(throws: (any Error).self) {
            try JSONBytesDecoder().decode([Lenient<Int>].self, from: Array(#"["hunter2"]"#.utf8))
        }
        let told = String(describing: error)
        #expect(told.contains("Int expected") && !told.contains("hunter2"))
    }

    @Test(arguments: EventCatalog.kinds.map(\.name))
    func `members that nobody knows are kept at every level`(name: String) throws {
        let kind = try EventKind.named(name)
        let sample = try JSONValue(parsing: Array(kind.sample.utf8))
        try kind.expectRoundTrip(addingMembers(to: sample).serialized())
    }

    @Test(arguments: EventCatalog.kinds.map(\.name))
    func `bytes that were tampered with are an error or an event, never a trap`(
        name: String
    ) throws {
        let kind = try EventKind.named(name)
        let sample = Array(kind.sample.utf8)
        var random = SplitMix64(seed: 7)
        for _ in 0..<200 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(bytes[place], at: place)
                default: bytes[place] = Array(#"{}[]",:0-"#.utf8).randomElement(using: &random) ?? 0
                }
            }
            guard let reading = try? kind.read(bytes) else { continue }
            _ = try reading.json()
            _ = reading.others
        }
    }

    private static func isStrict(_ path: String) -> Bool {
        strict.contains { path == $0 || path.hasPrefix($0 + "[") && $0 == "$.batchItemFailures" }
    }

    private func paths(in value: JSONValue, _ path: String) -> [String] {
        switch value {
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                ["\(path)[\(index)]"] + paths(in: element, "\(path)[\(index)]")
            }
        case .object(let object):
            object.flatMap { ["\(path).\($0.key)"] + paths(in: $0.value, "\(path).\($0.key)") }
        default: []
        }
    }

    private func replace(
        _ value: JSONValue, _ here: String, _ path: String, with other: JSONValue?
    ) -> JSONValue {
        switch value {
        case .array(let elements):
            return .array(
                elements.enumerated().compactMap { index, element in
                    let place = "\(here)[\(index)]"
                    return place == path ? other : replace(element, place, path, with: other)
                })
        case .object(let object):
            var copy = JSONObject()
            for (key, member) in object {
                let place = "\(here).\(key)"
                copy[key] = place == path ? other : replace(member, place, path, with: other)
            }
            return .object(copy)
        default: return value
        }
    }

    private func addingMembers(to value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(addingMembers))
        case .object(let object):
            var copy = JSONObject()
            for (key, member) in object { copy[key] = addingMembers(to: member) }
            copy["x-new"] = ["a": [1, nil, 2.5, "b"]]
            copy["x-null"] = .null
            return .object(copy)
        default: return value
        }
    }
}
