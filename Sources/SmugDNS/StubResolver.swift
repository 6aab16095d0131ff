package import SmugLoop

/// Names to addresses without the C library, whose resolver is not to be had in a program that is
/// linked statically.
///
/// It knows what `/etc/hosts` says, and asks the servers of `/etc/resolv.conf`: over UDP, and where
/// the answer is too long for that, over TCP. Each question goes out from a port and with an
/// id of its own, and only what comes from the server that was asked counts.
package struct StubResolver: Sendable {
    /// What addresses of one kind may still take, when those of the other are there: a server
    /// that never answers for one kind must not hold up the other (as RFC 8305 section 3 has it).
    ///
    /// Longer for those of IPv4, which may be the only way out.
    static func grace(for kind: DNSQuestion.Kind) -> Duration {
        .milliseconds(kind == .v4 ? 500 : 50)
    }

    private let configuration: ResolverConfiguration
    private let hosts: HostsFile

    package init(_ configuration: ResolverConfiguration, hosts: HostsFile = HostsFile([])) {
        self.configuration = configuration
        self.hosts = hosts
    }

    /// By the files of this machine, read now; one that cannot be read counts as empty.
    package static func ofThisMachine() -> StubResolver {
        func read(_ path: String) -> [UInt8] {
            (try? LocalFile.read(path, limit: 1024 * 1024)) ?? []
        }
        return StubResolver(
            ResolverConfiguration(read("/etc/resolv.conf")), hosts: HostsFile(read("/etc/hosts")))
    }

    /// The addresses of a host in the order in which they are to be tried, at least one.
    ///
    /// Those of IPv4 come first: a function in a VPC often has no other way out. A numeric address
    /// is its own answer. Cancellation throws `CancellationError`.
    ///
    /// - Throws: a `LoopError` with the code ``LoopError/Code/hostUnknown``.
    package func addresses(
        of host: String, port: UInt16, on loop: EventLoop
    ) async throws -> [SocketAddress] {
        if let address = SocketAddress(host: host, port: port) { return [address] }
        let known = hosts.addresses(of: host, port: port)
        if !known.isEmpty { return known }
        guard let name = DNSName(host) else { throw Self.unknown("\(host) is no host's name") }
        let (v4, v6) = try await answers(for: name, on: loop)
        let bytes = [v4, v6].flatMap { (try? $0?.get()) ?? [] }
        let found = bytes.compactMap { SocketAddress(bytes: $0[...], port: port) }
        guard found.isEmpty else { return found }
        for case .failure(let failure)? in [v4, v6] {
            throw Self.unknown("\(host) \(failure.reason)")
        }
        throw Self.unknown("\(host) has no address")
    }

    private static func unknown(_ message: String) -> LoopError {
        LoopError(.hostUnknown, call: "resolve", message: message)
    }

    // MARK: - Both kinds at once

    /// Why a name has no addresses, as what follows the name in a sentence.
    private struct Failure: Error {
        let reason: String
    }

    private typealias Addresses = Result<[[UInt8]], Failure>

    /// `nil` for the kind that was not waited for.
    private func answers(
        for name: DNSName, on loop: EventLoop
    ) async throws -> (v4: Addresses?, v6: Addresses?) {
        try await withThrowingTaskGroup(of: (DNSQuestion.Kind, Addresses)?.self) { group in
            for kind in DNSQuestion.Kind.allCases {
                group.addTask { (kind, try await look(up: name, kind, on: loop)) }
            }
            defer { group.cancelAll() }
            var answers: [DNSQuestion.Kind: Addresses] = [:]
            while answers.count < DNSQuestion.Kind.allCases.count,
                case (let kind, let found)?? = try await group.next()
            {
                answers[kind] = found
                guard case .success(let addresses) = found, !addresses.isEmpty else { continue }
                group.addTask {
                    try await loop.sleep(for: Self.grace(for: kind == .v4 ? .v6 : .v4))
                    return nil
                }
            }
            return (answers[.v4], answers[.v6])
        }
    }

    /// Follows names that stand for others, where a server does not do so itself.
    private func look(
        up name: DNSName, _ kind: DNSQuestion.Kind, on loop: EventLoop
    ) async throws -> Addresses {
        var name = name
        for _ in 0...DNSAnswer.maxAliases {
            switch try await answer(for: name, kind, on: loop) {
            case .success(.addresses(let found)): return .success(found)
            case .success(.alias(let next)): name = next
            case .success(.unknown): return .failure(Failure(reason: "does not exist"))
            case .success(.other), .success(.truncated), .success(.refused):
                return .success([])
            case .failure(let failure): return .failure(failure)
            }
        }
        let most = DNSAnswer.maxAliases
        return .failure(Failure(reason: "stands for more than \(most) other names in turn"))
    }

    // MARK: - One question

    /// The first answer of a server that knows; each is asked in turn, and all of them again.
    private func answer(
        for name: DNSName, _ kind: DNSQuestion.Kind, on loop: EventLoop
    ) async throws -> Result<DNSAnswer, Failure> {
        var problems: [String] = []
        for attempt in 0..<configuration.attempts {
            for server in configuration.servers {
                let exchange = DNSExchange(
                    question: DNSQuestion(id: .random(in: 0 ... .max), name: name, kind: kind),
                    server: server, timeout: configuration.timeout, loop: loop)
                do {
                    let answer = try await exchange.run(overTCP: configuration.usesTCP)
                    guard case .refused(let code) = answer else { return .success(answer) }
                    if attempt == 0 { problems.append("\(server) refuses with code \(code)") }
                } catch let error as LoopError {
                    if attempt == 0 { problems.append("\(server): \(error.message)") }
                }
            }
        }
        let told = problems.joined(separator: "; ")
        return .failure(Failure(reason: "was told by no server of resolv.conf (\(told))"))
    }
}
