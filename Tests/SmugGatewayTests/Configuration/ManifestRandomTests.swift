import TestSupport
import Testing

@testable import SmugGateway

@Suite struct ManifestRandomTests {
    private func parse(_ bytes: [UInt8]) {
        do throws(ManifestError) {
            _ = try Manifest(parsing: bytes, file: "f")
        } catch {
            #expect(!error.problems.isEmpty)
            #expect(error.problems.allSatisfy { $0.position >= .start })
            #expect(!error.description.isEmpty)
        }
    }

    @Test(arguments: [
        Named("the smallest", ManifestFixture.minimal, true),
        Named("a full one", ManifestTests.full, true),
    ])
    func `a manifest cut anywhere never traps`(_ row: Named<String, Bool>) {
        let bytes = Array(row.given.utf8)
        for count in 0...bytes.count { parse(Array(bytes.prefix(count))) }
    }

    @Test(arguments: UInt64(0)..<20) func `a damaged manifest never traps`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("a0-:{}[]'\"*&!%/+ \n.".utf8) + [0, 0x80, 0xFF]
        for _ in 0..<40 {
            var bytes = Array(ManifestTests.full.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            parse(bytes)
        }
    }

    @Test(arguments: UInt64(0)..<20) func `values of any kind never trap`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let values = [
            "", "~", "-1", "1.5", "1e400", "9999999999999999999999", "[]", "{}", "[[]]",
            "{a: b}", "'x'", "\"\\0\"", ".nan", "true", "&a b",
        ]
        for _ in 0..<40 {
            let lines = ManifestTests.full.split(separator: "\n").map { line in
                guard Int.random(in: 0..<12, using: &random) == 0,
                    let colon = line.firstIndex(of: ":")
                else { return String(line) }
                return
                    "\(line[...colon]) \(values[Int.random(in: 0..<values.count, using: &random)])"
            }
            parse(Array(lines.joined(separator: "\n").utf8))
        }
    }
}
