import TestSupport
import Testing

@testable import SmugDNS

@Suite struct DNSAnswerTests {
    private static func question(_ kind: DNSQuestion.Kind = .v4) throws -> DNSQuestion {
        DNSQuestion(id: 0x1234, name: try #require(DNSName("a.bc")), kind: kind)
    }

    /// An answer with so many records.
    private static func answer(
        _ records: [UInt8]..., code: UInt8 = 0, flags: UInt8 = 0x81
    ) throws -> [UInt8] {
        var message = try question().message
        message[2] = flags
        message[3] = 0x80 | code
        message[7] = UInt8(records.count)
        return message + records.joined()
    }

    /// A record of the name that was asked for, or of another one.
    private static func record(
        _ type: UInt8, _ data: [UInt8], of owner: [UInt8] = [0xC0, 12], netClass: UInt8 = 1
    ) -> [UInt8] {
        owner + [0, type, 0, netClass, 0, 0, 0, 60, 0, UInt8(data.count)] + data
    }

    /// `x.bc`.
    private static let other: [UInt8] = [1, 0x78, 0xC0, 14]
    private static let address = record(1, [192, 0, 2, 7])

    @Test func `a question is written as RFC 1035 has it`() throws {
        let name: [UInt8] = [1, 0x61, 2, 0x62, 0x63, 0]
        let head: [UInt8] = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        #expect(try Self.question().message == head + name + [0, 1, 0, 1])
        #expect(try Self.question(.v6).message == head + name + [0, 28, 0, 1])
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let message: @Sendable () throws -> [UInt8]
        let expected: @Sendable () throws -> DNSAnswer

        init(
            _ name: String, _ message: @escaping @autoclosure @Sendable () throws -> [UInt8],
            _ expected: @escaping @autoclosure @Sendable () throws -> DNSAnswer
        ) {
            testDescription = name
            self.message = message
            self.expected = expected
        }
    }

    private static let found = DNSAnswer.addresses([[192, 0, 2, 7]])

    private static let cases = [
        Case("an address", try answer(address), found),
        Case(
            "two addresses", try answer(address, record(1, [192, 0, 2, 8])),
            .addresses([[192, 0, 2, 7], [192, 0, 2, 8]])),
        Case(
            "an alias and its address",
            try answer(record(5, other), record(1, [192, 0, 2, 7], of: other)), found),
        Case(
            "the same the other way round",
            try answer(record(1, [192, 0, 2, 7], of: other), record(5, other)), found),
        Case(
            "an alias alone", try answer(record(5, other)),
            .alias(try #require(DNSName("x.bc")))),
        Case("aliases in a circle", try answer(record(5, [0xC0, 12])), .addresses([])),
        Case(
            "the address of a name that was not asked for",
            try answer(record(1, [192, 0, 2, 7], of: other)), .addresses([])),
        Case("none", try answer(), .addresses([])),
        Case("another class", try answer(record(1, [1, 2, 3, 4], netClass: 3)), .addresses([])),
        Case("another type", try answer(record(16, [1, 2, 3, 4])), .addresses([])),
        Case("no such name", try answer(code: 3), .unknown),
        Case("a server that fails", try answer(code: 2), .refused(code: 2)),
        Case(
            "a refusal without the question", [0x12, 0x34, 0x81, 0x85] + zeros(8),
            .refused(code: 5)),
        Case("an answer without the question", [0x12, 0x34, 0x81, 0x80] + zeros(8), .other),
        Case("an answer that was cut", try answer(address, flags: 0x83), .truncated),
        Case("another id", [0, 0] + (try answer(address))[2...], .other),
        Case("a question", try question().message, .other),
        Case("another operation", try answer(address, flags: 0xA1), .other),
        Case("an answer to another question", try changed(at: 13), .other),
        Case("an answer about another type", try changed(at: 19), .other),
        Case("more records than there are", try cut(), .other),
        Case("an address that is too short", try answer(record(1, [1, 2, 3])), .other),
        Case("an alias with more behind it", try answer(record(5, other + [0])), .other),
    ]

    private static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }

    private static func changed(at index: Int) throws -> [UInt8] {
        var message = try answer(address)
        message[index] ^= 3
        return message
    }

    private static func cut() throws -> [UInt8] {
        var message = try answer(address)
        message[7] = 2
        return message
    }

    @Test(arguments: cases)
    func `a message is read for its question`(example: Case) throws {
        let answer = DNSAnswer(try example.message(), to: try Self.question())
        #expect(try answer == example.expected())
    }

    @Test func `the case of a name is nobody's business`() throws {
        var message = try Self.answer(Self.address)
        message[13] ^= 0x20
        #expect(DNSAnswer(message, to: try Self.question()) == Self.found)
    }

    @Test(arguments: [16, 17])
    func `a chain of aliases has its limit`(count: Int) throws {
        func name(_ index: Int) -> [UInt8] { [1, UInt8(index), 0] }
        var message = try Self.answer()
        message[7] = UInt8(count + 1)
        message += Self.record(5, name(1))
        for index in 1..<count { message += Self.record(5, name(index + 1), of: name(index)) }
        message += Self.record(1, [192, 0, 2, 7], of: name(count))
        let expected = count <= DNSAnswer.maxAliases ? Self.found : .addresses([])
        #expect(DNSAnswer(message, to: try Self.question()) == expected)
    }

    @Test func `of many addresses the first are taken`() throws {
        var message = try Self.answer()
        message[7] = 40
        for last in 0..<40 { message += Self.record(1, [192, 0, 2, UInt8(last)]) }
        guard case .addresses(let found) = DNSAnswer(message, to: try Self.question()) else {
            Issue.record("no addresses")
            return
        }
        #expect(found.count == DNSAnswer.maxAddresses && found.last == [192, 0, 2, 15])
    }

    @Test func `an answer that ends too early, or is changed, does no harm`() throws {
        let whole = try Self.answer(
            Self.record(5, Self.other), Self.record(1, [192, 0, 2, 7], of: Self.other))
        for count in whole.indices {
            #expect(DNSAnswer(Array(whole[..<count]), to: try Self.question()) == .other)
        }
        var random = SplitMix64(seed: 1)
        for _ in 0..<5_000 {
            var message = whole
            for _ in 0..<3 {
                let index = Int.random(in: message.indices, using: &random)
                message[index] = .random(in: 0...255, using: &random)
            }
            _ = DNSAnswer(message, to: try Self.question())
        }
    }
}
