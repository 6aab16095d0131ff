/// The end of an invocation's log.
struct LogTail: Sendable {
    /// What the Invoke API hands out.
    static let maxBytes = 4096

    private var kept: [UInt8] = []

    /// The last ``maxBytes`` of all that was appended.
    var bytes: [UInt8] { Array(kept.suffix(Self.maxBytes)) }

    mutating func append(_ text: String) { append(Array(text.utf8).span) }

    mutating func append(_ part: Span<UInt8>) {
        let part = part.extracting(last: Self.maxBytes)
        unsafe part.withUnsafeBufferPointer { unsafe kept.append(contentsOf: unsafe $0) }
        if kept.count > 4 * Self.maxBytes { kept.removeFirst(kept.count - Self.maxBytes) }
    }

    /// The line that Lambda's logs begin an invocation with.
    static func start(_ requestID: [UInt8]) -> String {
        "START RequestId: \(String(decoding: requestID, as: UTF8.self)) Version: $LATEST\n"
    }

    /// The lines that Lambda's logs end an invocation with.
    ///
    /// - Parameter initDuration: of an environment's first invocation only.
    static func end(
        _ requestID: [UInt8], duration: Duration, initDuration: Duration?, memoryMegabytes: Int,
        usedMegabytes: Int
    ) -> String {
        let id = String(decoding: requestID, as: UTF8.self)
        let milliseconds = Decimals.milliseconds(duration)
        let billed = duration.wholeMilliseconds(roundingUp: true)
        var text = "END RequestId: \(id)\nREPORT RequestId: \(id)\tDuration: \(milliseconds) ms\t"
        text += "Billed Duration: \(billed) ms\tMemory Size: \(memoryMegabytes) MB\t"
        text += "Max Memory Used: \(usedMegabytes) MB\t"
        if let initDuration {
            text += "Init Duration: \(Decimals.milliseconds(initDuration)) ms\t"
        }
        return text + "\n"
    }
}
