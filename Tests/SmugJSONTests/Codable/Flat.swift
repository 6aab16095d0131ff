/// Types of every shape that `Codable` has.
struct Flat: Codable, Hashable, Sendable {
    var id: String
    var count: Int
    var ratio: Double?
    var isOpen: Bool?
    var note: String?
}

struct Nested: Codable, Hashable, Sendable {
    struct Item: Codable, Hashable, Sendable {
        var name: String
        var tags: [String]?
        var sizes: [Int8]
    }
    enum Color: String, Codable { case red, green = "GREEN" }
    var items: [Item]
    var byName: [String: Item]?
    var byNumber: [Int: String]?
    var lists: [String: [String]]?
    var color: Color?
    var maybe: [Int?]?
}

enum Shape: Codable, Hashable, Sendable {
    case circle(radius: Double)
    case square(Int, name: String)
    case empty
}
