/// The members of a list with commas between them, without the blanks around them; empty ones too.
struct ListMembers: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>?
    private let separator: UInt8

    init(_ list: ArraySlice<UInt8>, separator: Unicode.Scalar = ",") {
        rest = list
        self.separator = UInt8(ascii: separator)
    }

    mutating func next() -> ArraySlice<UInt8>? {
        guard let list = rest else { return nil }
        let end = list.firstIndex(of: separator)
        rest = end.map { list[($0 + 1)...] }
        return Self.trimmed(list[..<(end ?? list.endIndex)])
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
