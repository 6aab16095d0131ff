@testable import SmugAWS
@testable import SmugHTTP

/// What Lambda answers.
enum EventStreamFuzz {
    static func bytes(_ input: [UInt8]) {
        Cuts.agree(on: input, "an event stream") { pieces -> String in
            var decoder = EventStreamDecoder()
            var payloads: [[UInt8]] = []
            for piece in pieces {
                decoder.append(piece)
                do throws(EventStreamError) {
                    while let message = try decoder.next() {
                        payloads.append(Array(message.payload))
                    }
                } catch {
                    return "\(payloads) \(error)"
                }
            }
            return "\(payloads) \(decoder.isBetweenMessages)"
        }
        stream([input])
    }

    /// The input as headers and payload of frames whose checksums are right, which no fuzzer finds.
    static func headers(_ input: [UInt8]) {
        var frames: [UInt8] = []
        for part in input.split(separator: 0xFF, maxSplits: 8, omittingEmptySubsequences: false) {
            let headerBytes = part.first.map { min(Int($0), part.count - 1) } ?? 0
            frames += frame(headerBytes: headerBytes, Array(part.dropFirst()))
        }
        bytes(frames)
    }

    private static func frame(headerBytes: Int, _ content: [UInt8]) -> [UInt8] {
        func word(_ value: UInt32) -> [UInt8] {
            (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
        }
        var frame = word(UInt32(16 + content.count)) + word(UInt32(headerBytes))
        frame += word(CRC32.of(frame.span))
        frame += content
        return frame + word(CRC32.of(frame.span))
    }

    private static func stream(_ pieces: [[UInt8]]) {
        var decoder = LambdaStreamDecoder()
        for piece in pieces {
            decoder.append(piece)
            do throws(LambdaError) {
                while try decoder.next() != nil {}
            } catch {
                return
            }
        }
        _ = try? decoder.finish()
    }

    static func errors(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        for status in [400, 404, 413, 429, 500, 502] {
            _ = LambdaError(
                status: status, errorType: text, retryAfter: text, requestID: text, body: input)
            _ = LambdaError(
                status: status, errorType: nil, retryAfter: nil, requestID: nil, body: input)
        }
        _ = LambdaError(functionError: "Unhandled", payload: input, requestID: nil)
    }
}
