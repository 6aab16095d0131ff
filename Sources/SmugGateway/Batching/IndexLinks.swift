/// Lists of small numbers, with each number in one of them at most; every step takes constant time.
///
/// The lists share the links, so that a list costs its two ends and a number its two neighbours.
struct IndexLinks: Sendable {
    /// One of the lists, which whoever owns it keeps.
    struct List: Hashable, Sendable {
        fileprivate var head = none
        fileprivate var tail = none

        var isEmpty: Bool { head == none }
        var first: Int? { isEmpty ? nil : Int(head) }
        var last: Int? { isEmpty ? nil : Int(tail) }
    }

    private struct Link: Sendable {
        var previous = none
        var next = none
    }

    private static let none: Int32 = -1
    private var links: [Link] = []

    /// Has room for numbers below this.
    mutating func grow(to count: Int) {
        while links.count < count { links.append(Link()) }
    }

    mutating func append(_ number: Int, to list: inout List) {
        links[number] = Link(previous: list.tail, next: Self.none)
        if let last = list.last {
            links[last].next = Int32(number)
        } else {
            list.head = Int32(number)
        }
        list.tail = Int32(number)
    }

    mutating func prepend(_ number: Int, to list: inout List) {
        links[number] = Link(previous: Self.none, next: list.head)
        if let first = list.first {
            links[first].previous = Int32(number)
        } else {
            list.tail = Int32(number)
        }
        list.head = Int32(number)
    }

    /// Takes a number out of the list that it is in.
    mutating func remove(_ number: Int, from list: inout List) {
        let link = links[number]
        if link.previous == Self.none {
            list.head = link.next
        } else {
            links[Int(link.previous)].next = link.next
        }
        if link.next == Self.none {
            list.tail = link.previous
        } else {
            links[Int(link.next)].previous = link.previous
        }
    }

    func next(after number: Int) -> Int? {
        let next = links[number].next
        return next == Self.none ? nil : Int(next)
    }
}
