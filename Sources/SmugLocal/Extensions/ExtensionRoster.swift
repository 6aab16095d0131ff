/// The extensions of one environment: who has registered for what, who waits for an event, and what
/// each is still to be told.
struct ExtensionRoster {
    /// What an extension may register for.
    enum Event: String, CaseIterable {
        case invoke = "INVOKE"
        case shutdown = "SHUTDOWN"
    }

    /// Why a call is refused; the names are Lambda's.
    enum Refusal: String, Error {
        case unnamed = "Extension.InvalidExtensionName"
        case unknownEvent = "Extension.InvalidEventType"
        case shutdownOfInternal = "ShutdownEventNotSupportedForInternalExtension"
        case registeredTwice = "Extension.AlreadyRegistered"
        case registrationClosed = "Extension.RegistrationClosed"
        case unknownIdentifier = "Extension.UnknownExtensionIdentifier"
    }

    private struct Member {
        let id: String
        let events: Set<Event>
        let isExternal: Bool
        var isWaiting = false
        var isReady = false
        var untold: [[UInt8]] = []
    }

    private var members: [String: Member] = [:]
    /// The external extensions that have been started and have not registered yet.
    private var expected: Set<String>
    private var isClosed = false

    init(expecting names: some Sequence<String>) { expected = Set(names) }

    /// Whether all that were started have registered, and each waits for an event.
    var isIdle: Bool {
        expected.isEmpty && members.values.allSatisfy { $0.isWaiting && $0.untold.isEmpty }
    }

    /// An extension registers under an identifier that is its own from then on.
    mutating func register(_ name: String, as id: String, for events: [String]) throws(Refusal) {
        guard !name.isEmpty else { throw .unnamed }
        guard !isClosed else { throw .registrationClosed }
        let known = events.compactMap(Event.init)
        guard known.count == events.count else { throw .unknownEvent }
        guard members[name] == nil else { throw .registeredTwice }
        let isExternal = expected.contains(name)
        guard isExternal || !known.contains(.shutdown) else { throw .shutdownOfInternal }
        expected.remove(name)
        members[name] = Member(id: id, events: Set(known), isExternal: isExternal)
    }

    /// An extension asks for an event.
    ///
    /// - Returns: the one that it has not been told yet; `nil` where it has to wait.
    mutating func polled(_ id: String) throws(Refusal) -> [UInt8]? {
        guard let name = name(of: id), var member = members[name] else { throw .unknownIdentifier }
        defer { members[name] = member }
        guard member.untold.isEmpty else { return member.untold.removeFirst() }
        member.isWaiting = true
        return nil
    }

    /// An extension asks for an event.
    ///
    /// - Returns: its name and what it has registered for, where it is the first time: it is ready.
    mutating func becameReady(_ id: String) -> (name: String, events: [String])? {
        guard let name = name(of: id), let member = members[name], !member.isReady else {
            return nil
        }
        members[name]?.isReady = true
        return (name, Event.allCases.filter(member.events.contains).map(\.rawValue))
    }

    /// Whether an extension of this identifier has registered.
    func isKnown(_ id: String) -> Bool { name(of: id) != nil }

    /// An extension that waits has gone away, or waits on another connection.
    mutating func withdrew(_ id: String) {
        if let name = name(of: id) { members[name]?.isWaiting = false }
    }

    /// Something happens of which extensions are told; from the first on nobody may register.
    ///
    /// - Returns: those who are told at once, as they wait; the others are when they ask.
    mutating func tell(_ event: Event, _ document: [UInt8]) -> [String] {
        isClosed = true
        var told: [String] = []
        for (name, member) in members where member.events.contains(event) {
            if member.isWaiting {
                members[name]?.isWaiting = false
                told.append(member.id)
            } else {
                members[name]?.untold.append(document)
            }
        }
        return told
    }

    /// Whether an external extension of this name wants to be told of the end.
    func awaitsEnd(_ name: String) -> Bool { members[name]?.events.contains(.shutdown) == true }

    /// The function's process is gone, and with it the extensions within it.
    mutating func dropInternal() { members = members.filter(\.value.isExternal) }

    /// The extension of this identifier.
    func name(of id: String) -> String? { members.first { $0.value.id == id }?.key }
}
