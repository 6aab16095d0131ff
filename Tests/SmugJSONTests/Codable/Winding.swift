/// Reads and writes nested containers by hand, and returns to those it has left.
struct Winding: Codable, Hashable {
    var first: Int
    var second: Int
    var list: [Int]
    var last: String

    enum Keys: CodingKey { case outer, list, last, first, second }

    init(first: Int, second: Int, list: [Int], last: String) {
        (self.first, self.second, self.list, self.last) = (first, second, list, last)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        last = try container.decode(String.self, forKey: .last)
        let outer = try container.nestedContainer(keyedBy: Keys.self, forKey: .outer)
        second = try outer.decode(Int.self, forKey: .second)
        first = try outer.decode(Int.self, forKey: .first)
        var list = try container.nestedUnkeyedContainer(forKey: .list)
        var inner = try list.nestedUnkeyedContainer()
        self.list = []
        while !inner.isAtEnd { self.list.append(try inner.decode(Int.self)) }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        var outer = container.nestedContainer(keyedBy: Keys.self, forKey: .outer)
        var list = container.nestedUnkeyedContainer(forKey: .list)
        var inner = list.nestedUnkeyedContainer()
        try outer.encode(first, forKey: .first)
        for element in self.list.prefix(1) { try inner.encode(element) }
        try container.encode(last, forKey: .last)
        try outer.encode(second, forKey: .second)
        for element in self.list.dropFirst() { try inner.encode(element) }
    }
}
