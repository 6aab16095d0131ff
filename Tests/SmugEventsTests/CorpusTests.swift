import Foundation
import SmugEventCatalog
import SmugJSON
import Testing

private let samples = ProcessInfo.processInfo.environment["EVENT_SAMPLES"]

/// Payloads from elsewhere: a folder of JSON files that `EVENT_SAMPLES` names.
@Suite(.enabled(if: samples != nil))
struct CorpusTests {
    static let files = samples.map { folder in
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
    }

    @Test func `there are payloads`() throws { #expect(try #require(Self.files).count > 0) }

    @Test(arguments: CorpusTests.files ?? [])
    func `a payload is of a kind and loses no leaf`(file: String) throws {
        let payload = Array(try Data(contentsOf: URL(filePath: file)))
        let kind = try #require(
            EventCatalog.kind(of: try JSONValue(parsing: payload)), "of no kind: \(file)")
        try kind.expectRoundTrip(payload, file)
    }
}
