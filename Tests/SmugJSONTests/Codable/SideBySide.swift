import Foundation
import SmugJSON
import Testing

/// What became of a decoding: the value, or which error at which path.
enum Decoded<Value: Equatable>: Equatable, CustomStringConvertible {
    case value(Value)
    case failure(String)

    init(_ decode: () throws -> Value) {
        do {
            self = .value(try decode())
        } catch {
            self = .failure(Self.summary(error))
        }
    }

    var description: String {
        switch self {
        case .value(let value): "\(value)"
        case .failure(let summary): summary
        }
    }

    private static func summary(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: "/")
        }
        switch error {
        case .typeMismatch(_, let context): return "typeMismatch at \(path(context))"
        case .valueNotFound(_, let context): return "valueNotFound at \(path(context))"
        case .keyNotFound(let key, let context):
            return "keyNotFound \(key.stringValue) at \(path(context))"
        // Foundation has no path for what is malformed.
        case .dataCorrupted: return "dataCorrupted"
        @unknown default: return "\(error)"
        }
    }
}

/// One document and one type, decoded by both decoders.
struct SideBySide: CustomTestStringConvertible, Sendable {
    let testDescription: String
    private let compare: @Sendable () -> Void

    init<T: Decodable & Equatable & SendableMetatype>(_ type: T.Type, _ json: String) {
        testDescription = "\(type) from \(json.prefix(60))"
        compare = {
            let ours = Decoded { try JSONBytesDecoder().decode(type, from: Array(json.utf8)) }
            let theirs = Decoded { try JSONDecoder().decode(type, from: Data(json.utf8)) }
            #expect(ours == theirs)
        }
    }

    func check() { compare() }
}
