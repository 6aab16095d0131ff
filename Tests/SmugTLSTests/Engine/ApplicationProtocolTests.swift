import Testing

@testable import SmugTLS

@Suite struct ApplicationProtocolTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let own: [ApplicationProtocol]
        let offered: [String]
        let chosen: String?
        var testDescription: String { "\(own) of \(offered)" }
    }

    @Test(arguments: [
        Case(own: [.http2, .http1], offered: ["h2", "http/1.1"], chosen: "h2"),
        Case(own: [.http2, .http1], offered: ["http/1.1", "h2"], chosen: "h2"),
        Case(own: [.http2, .http1], offered: ["spdy/3", "http/1.1"], chosen: "http/1.1"),
        Case(own: [.http1], offered: ["h2", "http/1.1"], chosen: "http/1.1"),
        Case(own: [.http1], offered: ["h2"], chosen: nil),
        Case(own: [.http1], offered: ["http/1.10", "http/1"], chosen: nil),
        Case(own: [.http1], offered: [], chosen: nil),
    ])
    func `the server's own order decides`(case: Case) {
        let list = `case`.offered.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        let range = ApplicationProtocol.choose(`case`.own, from: list.span)
        #expect(range.map { String(decoding: list[$0], as: UTF8.self) } == `case`.chosen)
    }

    @Test func `a list that is cut off holds no more than it holds`() {
        let list = [UInt8]([2]) + Array("h2".utf8) + [8] + Array("http/1.1".utf8)
        for end in 0..<list.count {
            let range = ApplicationProtocol.choose([.http1], from: Array(list[..<end]).span)
            #expect(range == nil)
        }
    }
}
