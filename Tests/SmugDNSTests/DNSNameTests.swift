import Testing

@testable import SmugDNS

@Suite struct DNSNameTests {
    private static let longest = String(repeating: "a", count: 63)

    @Test(
        arguments: [
            ("a.bc", [1, 0x61, 2, 0x62, 0x63, 0]), ("A.Bc.", [1, 0x61, 2, 0x62, 0x63, 0]),
            ("x", [1, 0x78, 0]),
        ] as [(String, [UInt8])])
    func `a host is written as labels in lower case`(host: String, bytes: [UInt8]) {
        #expect(DNSName(host)?.bytes == bytes)
    }

    @Test func `a name has 255 bytes at most, a label 63`() {
        let fits = [longest(63), longest(63), longest(63), longest(61)].joined(separator: ".")
        #expect(DNSName(fits)?.bytes.count == 255)
        #expect(DNSName(fits + "a") == nil)
        #expect(DNSName(longest(63)) != nil)
        #expect(DNSName(longest(64)) == nil)
    }

    private func longest(_ count: Int) -> String { String(repeating: "a", count: count) }

    @Test(arguments: ["", ".", "..", "a..b", ".a", "a.."])
    func `what is no name is refused`(host: String) {
        #expect(DNSName(host) == nil)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let message: [UInt8]
        var start = 0
        let name: String?
        var end = 0
    }

    @Test(arguments: [
        Case(testDescription: "whole", message: [1, 0x41, 0, 9], name: "a", end: 3),
        Case(
            testDescription: "behind a pointer", message: [9, 1, 0x61, 0, 1, 0x62, 0xC0, 1, 7],
            start: 4, name: "b.a", end: 8),
        Case(
            testDescription: "pointers in a row",
            message: [1, 0x61, 0, 1, 0x62, 0xC0, 0, 0xC0, 3], start: 7, name: "b.a", end: 9),
        Case(testDescription: "a pointer to itself", message: [0xC0, 0], name: nil),
        Case(
            testDescription: "a pointer to what follows", message: [0xC0, 2, 1, 0x61, 0], name: nil),
        Case(
            testDescription: "a pointer into the run that it ends",
            message: [1, 0x61, 1, 0x62, 0xC0, 2], start: 0, name: nil),
        Case(testDescription: "half a pointer", message: [1, 0x61, 0xC0], name: nil),
        Case(testDescription: "a label without its end", message: [3, 0x61, 0x62], name: nil),
        Case(testDescription: "no root", message: [1, 0x61], name: nil),
        Case(testDescription: "a kind of label that is none", message: [0x41, 0x61, 0], name: nil),
        Case(testDescription: "nothing", message: [], name: nil),
        Case(testDescription: "a place behind the end", message: [0], start: 9, name: nil),
    ])
    func `a name is read from a message`(example: Case) {
        var offset = example.start
        let name = DNSName(example.message, at: &offset)
        #expect(name == example.name.flatMap { DNSName($0) })
        if name != nil { #expect(offset == example.end) }
    }
}
