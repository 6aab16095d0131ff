import Throwing

/// Public things are what linking internalises.
public protocol Shape { var corners: Int { get } }
/// A value with a conformance in its module.
public struct Square: Shape, Hashable, Codable {
    /// As many as every square has.
    public var corners: Int { 4 }
    var side = 2.5
    var name: String? = "Quadrat"
}
/// Cases that are counted and named.
public enum Colour: String, CaseIterable, Shape {
    case red, green
    /// None.
    public var corners: Int { 0 }
}
/// A method that is found through the class.
public class Base { func greeting() -> String { "base" } }
/// Its override.
public final class Derived: Base { override func greeting() -> String { "derived" } }
struct Refusal: Error { let reason: [Int] }
struct Box<Content> { let content: Content }
extension Box: CustomStringConvertible where Content: Sequence {
    var description: String { "box of \(Array(content))" }
}

/// What conformances are found only by their records: the caller knows no type.
@inline(never) func facts(of value: Any) -> [String] {
    [
        "\(type(of: value))", String(describing: value),
        "\(Mirror(reflecting: value).children.map { $0.label ?? "-" })",
        "\((value as? any Shape)?.corners ?? -1)", "\(value is any Encodable)",
        "\(value is any CaseIterable)",
        "\((value as? any CustomStringConvertible)?.description ?? "-")",
        "\((value as? any Sequence).map { "\($0)" } ?? "-")",
        "\((value as? AnyHashable)?.hashValue == (value as? AnyHashable)?.hashValue)",
    ]
}

actor Counter {
    private(set) var count = 0
    func add() { count += 1 }
}

enum Setting { @TaskLocal static var depth = 0 }

@main struct Probe {
    static func main() async throws {
        let values: [Any] = [
            Square(), Colour.green, Derived(), Box(content: 1...3), Box(content: 1), ["a": [1, 2]],
            1.5, "é🇪🇺", (1, "x"),
            Refusal(reason: [1]), Int?.none as Any, \Square.side, Duration.milliseconds(1500),
            Set([7]), UInt8.max,
        ]
        for value in values { print(facts(of: value)) }
        for name in ["Sb", "Si", "5Probe6SquareV", "5Probe3BoxVySiG", "Say5Probe6ColourOG"] {
            print(name, _typeByName(name).map { "\($0)" } ?? "unknown")
        }
        print(
            (Derived() as Base).greeting(), Square()[keyPath: \.side],
            Colour(rawValue: "red") ?? .green)
        print(
            "Straße ÇA".lowercased(), "Straße".uppercased(), "e\u{301}" == "é", "👩‍👩‍👧".count,
            Double("1e-7") ?? 0, 0.1 + 0.2)
        print(
            "a1-b22".matches(of: /([a-z])(\d+)/).map { "\($0.1)=\($0.2)" },
            ("x" as Unicode.Scalar).properties.name ?? "-")
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { await counter.add() } }
            try await group.waitForAll()
        }
        let depth = await Setting.$depth.withValue(3) { await Task { Setting.depth }.value }
        let stream = AsyncStream {
            $0.yield(1); $0.yield(2); $0.finish()
        }
        print(await counter.count, depth, await stream.reduce(0, +))
        try await Task.sleep(for: .milliseconds(1))
        do { throw Refusal(reason: [1, 2]) } catch { print(error) }
        print(caught(7), caught(0))
    }
}
