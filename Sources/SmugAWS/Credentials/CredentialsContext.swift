internal import SmugLoop

/// What providers look at and ask, handed in so that each of them can be tested with literals.
package struct CredentialsContext: Sendable {
    /// Runs a program and returns what it wrote and how it ended.
    typealias Runner = @Sendable (ChildProcess.Command) async throws(LoopError) -> ChildOutput

    let files: SharedFiles
    let transport: any HTTPTransport
    let run: Runner
    /// Seconds since 1970.
    let clock: @Sendable () -> Int64

    init(
        files: SharedFiles, transport: any HTTPTransport, run: @escaping Runner,
        clock: @escaping @Sendable () -> Int64 = { EventLoop.wallClockMilliseconds / 1000 }
    ) {
        self.files = files
        self.transport = transport
        self.run = run
        self.clock = clock
    }

    /// A variable of the environment; empty counts as not set.
    func variable(_ name: String) -> String? {
        files.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The text of a token's file, without the line break at its end.
    func token(inFile path: String, named source: String) throws(CredentialsError) -> String {
        let bytes = try files.contents(of: path, named: source)
        var text = bytes[...]
        while let last = text.last, last <= UInt8(ascii: " ") { text.removeLast() }
        guard !text.isEmpty, text.count <= Self.maxTokenBytes,
            text.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw CredentialsError(
                .malformed,
                "\(path), which \(source) names, does not hold a token: 1 to"
                    + " \(Self.maxTokenBytes) printable bytes in one line")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let maxTokenBytes = 64 * 1024
}
