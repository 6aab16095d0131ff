class Animal: Codable, Equatable {
    var name: String
    init(name: String) { self.name = name }

    static func == (first: Animal, second: Animal) -> Bool { first.isEqual(to: second) }
    func isEqual(to other: Animal) -> Bool { name == other.name }
}

/// Decodes its superclass from a decoder of its own.
final class Dog: Animal {
    var tricks: [String]

    private enum CodingKeys: CodingKey { case tricks }

    init(name: String, tricks: [String]) {
        self.tricks = tricks
        super.init(name: name)
    }

    required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tricks = try container.decode([String].self, forKey: .tricks)
        try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        // Taken before the members beside it are written, and filled after.
        let superEncoder = container.superEncoder()
        try container.encode(tricks, forKey: .tricks)
        try super.encode(to: superEncoder)
    }

    override func isEqual(to other: Animal) -> Bool {
        super.isEqual(to: other) && tricks == (other as? Dog)?.tricks
    }
}

/// Decodes its superclass from the same decoder.
final class Cat: Animal {
    var lives: Int

    private enum CodingKeys: CodingKey { case lives }

    init(name: String, lives: Int) {
        self.lives = lives
        super.init(name: name)
    }

    required init(from decoder: any Decoder) throws {
        lives = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .lives)
        try super.init(from: decoder)
    }

    override func encode(to encoder: any Encoder) throws {
        try super.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(lives, forKey: .lives)
    }
}
