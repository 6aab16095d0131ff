internal import SmugHTTP

extension HTTPEvent {
    /// Names with their values, in order: headers, path parameters, the pairs of a query.
    ///
    /// Texts are made when they are asked for.
    public struct Values: RandomAccessCollection, Sendable {
        struct Entry: Sendable {
            let name: Range<Int>
            let value: Range<Int>
        }

        private let bytes: [UInt8]
        private let entries: [Entry]
        private let ignoresCase: Bool

        init(_ bytes: [UInt8], _ entries: [Entry], ignoresCase: Bool) {
            self.bytes = bytes
            self.entries = entries
            self.ignoresCase = ignoresCase
        }

        init(query: ArraySlice<UInt8>) {
            var bytes: [UInt8] = []
            var entries: [Entry] = []
            for pair in QueryString(query) {
                let start = bytes.count
                bytes.append(contentsOf: pair.key)
                let middle = bytes.count
                bytes.append(contentsOf: pair.value)
                entries.append(Entry(name: start..<middle, value: middle..<bytes.count))
            }
            self.init(bytes, entries, ignoresCase: false)
        }

        /// Always zero.
        public var startIndex: Int { 0 }

        /// How many pairs there are.
        public var endIndex: Int { entries.count }

        /// The pair at a position.
        public subscript(position: Int) -> (name: String, value: String) {
            (text(entries[position].name), text(entries[position].value))
        }

        /// The value under a name; of several the first.
        public subscript(name: String) -> String? {
            entries.first { isNamed($0, name) }.map { text($0.value) }
        }

        /// All values under a name.
        public func all(_ name: String) -> [String] {
            entries.filter { isNamed($0, name) }.map { text($0.value) }
        }

        private func text(_ range: Range<Int>) -> String {
            String(decoding: bytes[range], as: UTF8.self)
        }

        private func isNamed(_ entry: Entry, _ name: String) -> Bool {
            let own = bytes[entry.name]
            guard ignoresCase else { return own.elementsEqual(name.utf8) }
            return own.elementsEqual(name.utf8) { Self.lowercased($0) == Self.lowercased($1) }
        }

        private static func lowercased(_ byte: UInt8) -> UInt8 {
            byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
        }
    }
}
