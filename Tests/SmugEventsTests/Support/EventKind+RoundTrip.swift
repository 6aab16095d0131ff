import SmugEventCatalog
import SmugJSON
import Testing

extension EventKind {
    /// Decodes, encodes and decodes again; expects that nothing is lost and nothing comes to it.
    func expectRoundTrip(_ payload: [UInt8], _ what: String = "") throws {
        let once = try read(payload).json()
        let (before, after) = (try Leaves(payload), try Leaves(once))
        #expect(before.missing(in: after) == [], "\(name) \(what) loses")
        #expect(after.missing(in: before) == [], "\(name) \(what) adds")
        #expect(try Leaves(try read(once).json()) == after, "\(name) \(what) twice")
    }

    /// The kind that a test names.
    static func named(_ name: String) throws -> EventKind {
        try #require(EventCatalog.kind(named: name))
    }
}
