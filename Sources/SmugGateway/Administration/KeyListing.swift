import SmugHTTP
import SmugJSON
import SmugLoop

/// The batch keys as an operator sees them, those with most requests waiting first.
struct KeyListing {
    /// How much of a key's value is shown, in bytes: clients send them.
    static let maxValueBytes = 128

    private let keys: [KeyObservation]
    private let routes: [Int: RouteIdentity]
    private let now: MonotonicTime

    init(_ keys: [KeyObservation], routes: [RouteIdentity], at now: MonotonicTime) {
        self.keys = keys.sorted { ($0.waiting, $0.lastUsed) > ($1.waiting, $1.lastUsed) }
        self.routes = Dictionary(
            routes.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        self.now = now
    }

    func value(_ page: KeyPage) -> JSONValue {
        let shown = keys.dropFirst(page.offset).prefix(page.limit)
        let next = page.offset + shown.count
        return [
            "total": .integer(Int64(keys.count)),
            "waiting": .integer(keys.reduce(0) { $0 + Int64($1.waiting) }),
            "offset": .integer(Int64(page.offset)),
            "limit": .integer(Int64(page.limit)),
            "next": next < keys.count && !shown.isEmpty
                ? "/keys?limit=\(page.limit)&offset=\(next)" : .null,
            "keys": .array(shown.map(entry)),
        ]
    }

    private func entry(_ key: KeyObservation) -> JSONValue {
        var rate = key.rate
        let route = routes[key.key.route]?.definition
        return [
            "route": route.map { .string($0.description) } ?? .null,
            "key": route.map { values(of: key.key, $0) } ?? .null,
            "waiting": .integer(Int64(key.waiting)),
            "windowEndsInMs": key.windowEnd.map { .double(milliseconds($0.nanosecondsSince(now))) }
                ?? .null,
            "requestsPerSecond": rate?.rate(at: now).rounded2.map { .double($0) } ?? .null,
            "lastRequestMsAgo": .double(milliseconds(now.nanosecondsSince(key.lastUsed))),
        ]
    }

    /// The key's values by what they are of; the method where the route takes several.
    private func values(of key: BatchKey, _ route: RouteDefinition) -> JSONValue {
        var object = JSONObject()
        let names = route.batching.key.map { ($0.description, $0.isSecret) }
        var values = key.values
        if values.count > names.count, let method = values.first {
            object["method"] = Self.shown(method)
            values.removeFirst()
        }
        for ((name, isSecret), value) in zip(names, values) {
            object[name] =
                isSecret && value != nil ? .string(SecretRule.hidden) : Self.shown(value)
        }
        return .object(object)
    }

    private static func shown(_ value: ArraySlice<UInt8>?) -> JSONValue {
        guard let value else { return .null }
        let text = String(decoding: value.prefix(maxValueBytes), as: UTF8.self)
        return .string(SecretRule.shown(value.count > maxValueBytes ? text + "…" : text))
    }

    private func milliseconds(_ nanoseconds: Int64) -> Double {
        Double(nanoseconds / 1000) / 1000
    }
}

/// Which part of the keys is asked for.
struct KeyPage: Equatable {
    static let maxLimit = 1000

    var limit = 100
    var offset = 0

    init(query: ArraySlice<UInt8>) throws(AdminFault) {
        for pair in QueryString(query) {
            let text = String(decoding: pair.value, as: UTF8.self)
            switch String(decoding: pair.key, as: UTF8.self) {
            case "limit":
                guard let limit = Int(text), (1...Self.maxLimit).contains(limit) else {
                    throw .badInput("limit is a whole number from 1 to \(Self.maxLimit).")
                }
                self.limit = limit
            case "offset":
                guard let offset = Int(text), offset >= 0 else {
                    throw .badInput("offset is a whole number from 0 on.")
                }
                self.offset = offset
            default: throw .badInput("The page takes limit and offset, nothing else.")
            }
        }
    }
}

extension KeyDimension {
    fileprivate var isSecret: Bool {
        switch self {
        case .header(let name), .query(let name): SecretRule.hides(name: name)
        }
    }
}

extension Double {
    fileprivate var rounded2: Double? { isFinite ? (self * 100).rounded() / 100 : nil }
}
