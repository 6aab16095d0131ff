extension HTTPAnswer {
    /// The header fields of an answer, in order; each name once, in whatever case.
    public struct Headers: Sendable, Sequence, ExpressibleByDictionaryLiteral {
        private var pairs: [(name: String, value: String)] = []

        /// Takes each pair in order; of the same name the last.
        public init(dictionaryLiteral elements: (String, String)...) {
            for (name, value) in elements { self[name] = value }
        }

        /// The value under a name in any case; `nil` removes it.
        public subscript(name: String) -> String? {
            get { index(of: name).map { pairs[$0].value } }
            set {
                switch (index(of: name), newValue) {
                case (let index?, let value?): pairs[index].value = value
                case (let index?, nil): pairs.remove(at: index)
                case (nil, let value?): pairs.append((name, value))
                case (nil, nil): break
                }
            }
        }

        /// Adds a value to the list under a name, after a comma where there is one already.
        public mutating func append(_ name: String, _ value: String) {
            self[name] = self[name].map { "\($0), \(value)" } ?? value
        }

        /// Goes through names and values.
        public func makeIterator() -> IndexingIterator<[(name: String, value: String)]> {
            pairs.makeIterator()
        }

        private func index(of name: String) -> Int? {
            pairs.firstIndex {
                $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased()
            }
        }
    }
}
