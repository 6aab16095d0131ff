extension DecodingError {
    /// What did not decode, with the path to it: `order.items[2].price: …`.
    var diagnosis: String {
        switch self {
        case .keyNotFound(let key, let context):
            Self.told(context.codingPath, "there is no \"\(key.stringValue)\"", context)
        case .valueNotFound(let type, let context):
            Self.told(context.codingPath, "there is null instead of \(type)", context)
        case .typeMismatch(let type, let context):
            Self.told(context.codingPath, "it is no \(type)", context)
        case .dataCorrupted(let context):
            Self.told(context.codingPath, "it cannot be read", context)
        @unknown default:
            "\(self)"
        }
    }

    private static func told(_ path: [any CodingKey], _ what: String, _ context: Context)
        -> String
    {
        var place = ""
        for key in path {
            if let index = key.intValue {
                place += "[\(index)]"
            } else {
                place += place.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        let detail = context.debugDescription
        return (place.isEmpty ? "the event" : place) + ": " + what
            + (detail.isEmpty ? "" : " (\(detail))")
    }
}
