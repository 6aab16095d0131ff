/// Cuts what a process writes into lines.
struct LineSplitter {
    /// A longer line is cut.
    static let maxLineBytes = 65_536

    private var line: [UInt8] = []

    /// Takes more bytes; calls `body` with each line that is complete, without its end.
    mutating func append(_ bytes: Span<UInt8>, _ body: (String) -> Void) {
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") {
                flush(body)
            } else {
                line.append(byte)
                if line.count == Self.maxLineBytes { flush(body) }
            }
        }
    }

    /// Hands out what is left when nothing more comes.
    mutating func finish(_ body: (String) -> Void) {
        if !line.isEmpty { flush(body) }
    }

    private mutating func flush(_ body: (String) -> Void) {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        body(String(decoding: line, as: UTF8.self))
        line.removeAll(keepingCapacity: true)
    }
}
