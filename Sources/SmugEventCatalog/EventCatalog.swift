#if !AllEvents
    #error("the catalog has every kind of event: build it with the trait AllEvents")
#endif

package import SmugJSON

/// Every kind of event that ``SmugEvents`` has a type for.
package enum EventCatalog {
    /// All kinds, the more particular before the more general: the first that matches it is.
    package static let kinds: [EventKind] = {
        let groups: [[EventKind]] = [
            http, authorizers, queues, streams, storage, mail, deployment, identity, devices,
            conversations, graphQL, operations, watches, builds, dataStores, computing, buses,
            answers,
        ]
        return groups.flatMap { $0 }
    }()

    /// The kind that a payload looks like; nil where it looks like none.
    package static func kind(of payload: JSONValue) -> EventKind? {
        kinds.first { $0.matches(payload) }
    }

    /// The kind of a name, or of a Swift type, in whatever case.
    package static func kind(named name: String) -> EventKind? {
        let name = name.lowercased()
        return kinds.first { $0.name == name } ?? kinds.first { $0.type.lowercased() == name }
    }
}
