#if AllEvents
/// A policy that a custom authorizer grants: as an object, or as its JSON in a string.
public enum IoTPolicy: Codable, Equatable, Sendable {
    case document(IAMPolicy)
    case text(String)

    /// An object or a string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .document(try container.decode(IAMPolicy.self))
        }
    }

    /// Writes it as it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .document(let policy): try container.encode(policy)
        case .text(let text): try container.encode(text)
        }
    }
}
#endif
