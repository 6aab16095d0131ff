@testable import SmugDNS

/// What name servers, and the files of a machine, say.
enum DNSFuzz {
    /// The first byte says which kind of address was asked for.
    static func answers(_ input: [UInt8]) {
        guard let name = DNSName("host.example.com"), let first = input.first else { return }
        let kind = first & 1 == 0 ? DNSQuestion.Kind.v4 : .v6
        let question = DNSQuestion(id: 0x6964, name: name, kind: kind)
        let message = Array(input.dropFirst())
        switch DNSAnswer(message, to: question) {
        case .addresses(let found):
            precondition(found.count <= DNSAnswer.maxAddresses, "too many addresses")
            let isRight = found.allSatisfy { $0.count == kind.addressBytes }
            precondition(isRight, "addresses of another kind")
        case .alias(let next):
            precondition(next != name, "a name that stands for itself")
            check(next)
        case .other, .truncated, .refused, .unknown: break
        }
        var offset = 0
        if let read = DNSName(message, at: &offset) {
            precondition(offset <= message.count, "a name behind the message")
            check(read)
        }
    }

    /// What was read is written so that it reads the same.
    private static func check(_ name: DNSName) {
        precondition(name.bytes.count <= DNSName.maxBytes, "a name that is too long")
        var offset = 0
        let again = DNSName(name.bytes, at: &offset)
        precondition(again == name && offset == name.bytes.count, "a name is not its own")
    }

    static func files(_ input: [UInt8]) {
        let configuration = ResolverConfiguration(input)
        let servers = configuration.servers.count
        precondition((1...ResolverConfiguration.maxServers).contains(servers), "whom to ask?")
        precondition(ResolverConfiguration.attemptsRange.contains(configuration.attempts))
        _ = HostsFile(input).addresses(of: "host", port: 53)
        let text = String(decoding: input, as: UTF8.self)
        if let name = DNSName(text) { check(name) }
    }
}
