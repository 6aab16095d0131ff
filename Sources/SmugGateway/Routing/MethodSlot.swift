import SmugHTTP

/// Numbers the methods that routes can name, in the order of the alphabet, for tables.
enum MethodSlot {
    static let methods: [HTTPMethod] = [.delete, .get, .head, .options, .patch, .post, .put]
    /// The slot of every other method, and of routes for any method.
    static let any = 7
    static let count = 8

    static let get = 1
    static let head = 2

    static func index(of method: HTTPMethod?) -> Int {
        switch method {
        case .get?: get
        case .post?: 5
        case .put?: 6
        case .delete?: 0
        case .head?: head
        case .patch?: 4
        case .options?: 3
        default: any
        }
    }

    /// The values of `Allow` for every set of methods; bit n of the index is the method of slot n.
    static let allowValues: [[UInt8]] = (0..<(1 << any)).map { set in
        let names = methods.indices.filter { set & (1 << $0) != 0 }.map { methods[$0].rawValue }
        return Array(names.joined(separator: ", ").utf8)
    }
}
