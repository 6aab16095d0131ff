import SmugHTTP

/// Numbers the methods that routes can name, in the order of the alphabet, for tables.
enum MethodSlot {
    static let methods: [HTTPMethod] = [.delete, .get, .head, .options, .patch, .post, .put]
    /// The slot of every other method, and of routes for any method.
    static let any = 7
    static let count = 8

    static let get = 1
    static let head = 2
    private static let options = 3

    static func index(of method: HTTPMethod?) -> Int {
        switch method {
        case .get?: get
        case .post?: 5
        case .put?: 6
        case .delete?: 0
        case .head?: head
        case .patch?: 4
        case .options?: options
        default: any
        }
    }

    /// The values of `Allow` for every set of methods; bit n of the index is the method of slot n.
    static let allowValues: [[UInt8]] = (0..<(1 << any)).map { set in
        let names = methods.indices.filter { set & (1 << $0) != 0 }.map { methods[$0].rawValue }
        return Array(names.joined(separator: ", ").utf8)
    }

    /// The value of `Allow` for a server as a whole, by the slots of all its routes.
    static func allow(ofServerWith slots: [Int]) -> [UInt8] {
        // Who asks for it does so with OPTIONS.
        var set = slots.reduce(1 << options) { $0 | ($1 == any ? (1 << any) - 1 : 1 << $1) }
        if set & 1 << get != 0 { set |= 1 << head }
        return allowValues[set]
    }
}
