import TestSupport
import Testing

@testable import SmugTLS

@Suite struct TLSEngineTests {
    private static let question = Array("what is it?".utf8)
    private static let answer = [UInt8](repeating: 7, count: 50_000)

    private static func talk(_ pair: EnginePair, _ run: () -> Void) {
        run()
        pair.client.write(question)
        run()
        pair.server.write(answer)
        run()
    }

    private static func check(_ pair: EnginePair) {
        #expect(pair.fault == nil)
        #expect(pair.isDone)
        #expect(pair.received.server == question)
        #expect(pair.received.client == answer)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a connection works whatever byte its bytes are cut at`(version: TLSVersion) throws {
        let material = try EnginePair.Material()
        let whole = try EnginePair(material, upTo: version)
        Self.talk(whole) { whole.run() }
        Self.check(whole)
        #expect(whole.server.version == version)
        for cut in 1..<whole.bytesToServer {
            let pair = try EnginePair(material, upTo: version)
            Self.talk(pair) { pair.run(cut: cut) }
            try #require(pair.fault == nil && pair.received.server == Self.question, "at \(cut)")
        }
    }

    @Test(arguments: TLSVersion.allCases)
    func `a connection works byte by byte`(version: TLSVersion) throws {
        let pair = try EnginePair(EnginePair.Material(), upTo: version)
        Self.talk(pair) { pair.runByteByByte() }
        Self.check(pair)
    }

    @Test func `what is held back is read later`() throws {
        let pair = try EnginePair(EnginePair.Material())
        pair.run()
        pair.client.write(Self.question)
        pair.server.feed(pair.client.takeOutput().span) {}
        #expect(pair.server.holdsInput)
        #expect(pair.received.server.isEmpty)
        pair.run()
        pair.server.feed([UInt8]().span) {
            var buffer = [UInt8](repeating: 0, count: 100)
            guard
                case .bytes(let count) = buffer.withUnsafeMutableBytes({
                    pair.server.read(into: $0)
                })
            else {
                Issue.record("nothing is read")
                return
            }
            #expect(Array(buffer[..<count]) == Self.question)
        }
        #expect(!pair.server.holdsInput)
    }

    @Test func `a version that is too old is refused`() throws {
        let pair = try EnginePair(EnginePair.Material(), from: .tls13, upTo: .tls12)
        pair.run()
        #expect(pair.fault?.reason == .version, "\(pair.fault?.message ?? "")")
        #expect(!pair.isDone)
    }

    /// Every bit of what a client says first, turned round: no end of it may be taken for good.
    @Test func `a handshake that was changed on its way does not come about`() throws {
        let material = try EnginePair.Material()
        let (pair, other) = (try EnginePair(material), try EnginePair(material))
        pair.run()
        let first = other.client
        first.feed([UInt8]().span) { _ = first.handshake() }
        let hello = first.takeOutput()
        // Of the record's head the version says nothing (RFC 8446 section 5.1).
        for index in hello.indices where index != 1 && index != 2 {
            let server = try EnginePair(material).server
            var bytes = hello
            bytes[index] ^= 0x01
            var isDone = false
            server.feed(bytes.span) {
                if case .done = server.handshake() { isDone = true }
            }
            #expect(!isDone)
        }
    }
}
