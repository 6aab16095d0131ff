/// The members of an object that its type has no property for.
///
/// As the last stored property of a type whose `Codable` is synthesized it keeps what the payload
/// says beyond the type:
///
/// ```swift
/// struct Order: Codable {
///     var id: String
///     var others = OtherMembers()
/// }
/// ```
///
/// ``JSONBytesDecoder`` gives it those members that no property before it has asked for, and
/// ``JSONBytesEncoder`` writes them into the same object, where no property has the same name.
/// Other decoders and encoders take it for a property like any other, which is missing while it is
/// empty.
public struct OtherMembers: Sendable {
    /// The members by name, in the payload's order.
    public var members: JSONObject

    /// Members that properties have asked for and found null, or empty and not worth writing.
    ///
    /// They are written as they were where the properties still write nothing, so that what is
    /// passed on says what was said.
    var blanks: [(name: String, value: JSONValue)] = []

    /// These members; by default none.
    public init(_ members: JSONObject = JSONObject()) {
        self.members = members
    }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of a member.
    public subscript(name: String) -> JSONValue? {
        get { members[name] }
        set { members[name] = newValue }
    }
}

extension OtherMembers: Hashable {
    /// Whether both have equal members; a null that a property has taken makes no difference.
    public static func == (first: OtherMembers, second: OtherMembers) -> Bool {
        first.members == second.members
    }

    /// Feeds the members.
    public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}

extension OtherMembers: ExpressibleByDictionaryLiteral {
    /// The last of duplicate names wins.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (name, value) in elements { members[name] = value }
    }
}

extension OtherMembers: Codable {
    /// Takes all members of an object.
    public init(from decoder: any Decoder) throws {
        self.init(try JSONObject(from: decoder))
    }

    /// Writes the members as an object.
    public func encode(to encoder: any Encoder) throws { try members.encode(to: encoder) }
}

extension KeyedDecodingContainer {
    /// What synthesized code calls for a property of this type.
    public func decode(_ type: OtherMembers.Type, forKey key: Key) throws -> OtherMembers {
        try decodeIfPresent(type, forKey: key) ?? OtherMembers()
    }
}

extension KeyedEncodingContainer {
    /// What synthesized code calls for a property of this type.
    public mutating func encode(_ value: OtherMembers, forKey key: Key) throws {
        // As an optional: the generic function, which each container has for itself.
        if !value.isEmpty || !value.blanks.isEmpty {
            try encodeIfPresent(Optional(value), forKey: key)
        }
    }
}
