/// A span that has ended.
package struct TraceSpan: Sendable {
    package enum Kind: Int, Sendable {
        case server = 2
        case client = 3
    }

    package enum Value: Hashable, Sendable {
        case text([UInt8])
        case integer(Int64)
        case double(Double)

        package init(_ text: String) { self = .text(Array(text.utf8)) }
    }

    package struct Attribute: Hashable, Sendable {
        package let name: StaticName
        package let value: Value
    }

    /// A name that is known when this is compiled.
    package struct StaticName: Hashable, Sendable, ExpressibleByStringLiteral,
        CustomStringConvertible
    {
        let text: StaticString

        package init(stringLiteral text: StaticString) { self.text = text }

        package var description: String { text.description }

        package static func == (left: StaticName, right: StaticName) -> Bool {
            left.description == right.description
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(description) }
    }

    /// Another span that has to do with this one, of whatever trace.
    package struct Link: Sendable {
        package let context: SpanContext
        package let attributes: Attributes

        package init(_ context: SpanContext, _ attributes: Attributes = Attributes()) {
            self.context = context
            self.attributes = attributes
        }
    }

    package enum Status: Hashable, Sendable {
        case unset
        /// Failed; the words may be none.
        case error(String)
    }

    /// So many links are told; of more, how many there were.
    package static let maxLinks = 128

    package let context: SpanContext
    package let parent: SpanID?
    package var name: [UInt8]
    package let kind: Kind
    /// Since 1970.
    package let startNanoseconds: Int64
    package let endNanoseconds: Int64
    package var attributes = Attributes()
    package var links: [Link] = []
    package var droppedLinks = 0
    package var status = Status.unset

    package init(
        _ kind: Kind, named name: [UInt8], context: SpanContext, parent: SpanID?,
        startNanoseconds: Int64, duration: Int64
    ) {
        self.kind = kind
        self.name = name
        self.context = context
        self.parent = parent
        self.startNanoseconds = startNanoseconds
        endNanoseconds = startNanoseconds &+ max(duration, 0)
    }
}

extension TraceSpan {
    /// What is told of a span, a link or a resource.
    package struct Attributes: Hashable, Sendable {
        /// Longer texts are cut: a span is as large as its request's words for a client's sake.
        package static let maxTextBytes = 1024

        package private(set) var list: [Attribute] = []

        package init() {}

        package mutating func reserve(_ count: Int) { list.reserveCapacity(count) }

        package mutating func add(_ name: StaticName, _ value: Int64) {
            list.append(Attribute(name: name, value: .integer(value)))
        }

        package mutating func add(_ name: StaticName, _ value: Double) {
            list.append(Attribute(name: name, value: .double(value)))
        }

        package mutating func add(_ name: StaticName, _ value: StaticString) {
            add(name, Array("\(value)".utf8)[...])
        }

        package mutating func add(_ name: StaticName, _ value: String) {
            add(name, Array(value.utf8)[...])
        }

        /// Adds a text; what is not UTF-8 is repaired, for collectors refuse all that is with it.
        package mutating func add(_ name: StaticName, _ value: ArraySlice<UInt8>) {
            let cut = value.prefix(Self.maxTextBytes)
            let text =
                cut.allSatisfy { $0 < 0x80 }
                ? Array(cut) : Array(String(decoding: cut, as: UTF8.self).utf8)
            list.append(Attribute(name: name, value: .text(text)))
        }
    }
}
