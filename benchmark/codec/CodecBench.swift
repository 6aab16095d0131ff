import Foundation
import SmugJSON

/// Decodes or encodes one document again and again, with the codec of the house or with Foundation's.
///
///     codec-bench COUNT (smug|foundation) (decode|encode)    for a profiler
///     codec-bench                                            both, in turns, by CPU time
@main struct CodecBench {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        let request = try JSONDecoder().decode(Request.self, from: Data(Sample.request))
        guard let count = words.first.flatMap({ Int($0) }), words.count == 3 else {
            return try compare(request)
        }
        let step = try step(words.dropFirst().joined(separator: " "), request)
        for _ in 0..<count { try step() }
    }

    private static func step(_ name: String, _ request: Request) throws -> () throws -> Void {
        let (bytes, data) = (Sample.request, Data(Sample.request))
        let (decoder, encoder) = (JSONBytesDecoder(), JSONBytesEncoder())
        let (foundationDecoder, foundationEncoder) = (JSONDecoder(), JSONEncoder())
        return switch name {
        case "smug decode": { _ = try decoder.decode(Request.self, from: bytes) }
        case "foundation decode": { _ = try foundationDecoder.decode(Request.self, from: data) }
        case "smug encode": { _ = try encoder.encode(request) }
        case "foundation encode": { _ = try foundationEncoder.encode(request) }
        default: throw CocoaError(.featureUnsupported)
        }
    }

    /// Takes turns, so that whatever else the machine does falls on both.
    private static func compare(_ request: Request) throws {
        print("\(Sample.request.count) bytes, microseconds of CPU each, median of 41 turns")
        for verb in ["decode", "encode"] {
            let ours = try step("smug \(verb)", request)
            let theirs = try step("foundation \(verb)", request)
            var (our, their): ([Double], [Double]) = ([], [])
            for _ in 0..<41 {
                our.append(try time(ours))
                their.append(try time(theirs))
            }
            let (first, second) = (our.sorted()[20], their.sorted()[20])
            print(
                String(
                    format: "%@: %.2f, Foundation %.2f, ratio %.1f", verb, first, second,
                    second / first))
        }
    }

    private static func time(_ step: () throws -> Void) rethrows -> Double {
        let start = clock()
        for _ in 0..<200 { try step() }
        return Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e6 / 200
    }
}
