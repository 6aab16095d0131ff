extension KafkaEvent {
    /// The bytes of a header.
    ///
    /// In JSON they are a list of numbers, signed ones where a broker in Java has written them.
    public struct HeaderValue: Codable, Equatable, Sendable, EventMember {
        private let numbers: [Int]

        /// These bytes.
        public init(_ bytes: [UInt8]) { numbers = bytes.map { Int($0) } }

        /// The bytes.
        public var bytes: [UInt8] { numbers.map { UInt8(truncatingIfNeeded: $0) } }
        /// The bytes as text; nil where they are not UTF-8.
        public var string: String? { String(validating: bytes, as: UTF8.self) }

        /// A list of numbers.
        public init(from decoder: any Decoder) throws {
            numbers = try decoder.singleValueContainer().decode([Int].self)
        }

        /// Writes the numbers as they were.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(numbers)
        }
    }
}
