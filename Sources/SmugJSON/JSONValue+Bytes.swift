extension JSONValue {
    /// Parses a whole document strictly; the last of duplicate keys wins.
    ///
    /// - Throws: the first fault, with its offset into `bytes`; a number without a finite
    ///   `Double` is one.
    public init(
        parsing bytes: [UInt8], in range: Range<Int>? = nil, maxDepth: Int = 128,
        loneSurrogates: LoneSurrogates = .refuse
    ) throws(JSONError) {
        var reader = JSONReader(
            bytes, in: range, maxDepth: maxDepth, loneSurrogates: loneSurrogates)
        self = try reader.tree()
        _ = try reader.next()
    }

    /// The document's bytes, without white space.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}

extension JSONReader {
    /// Reads the next value whole, as a tree, where a value must come.
    package mutating func tree() throws(JSONError) -> JSONValue {
        try tree(startingWith: try next())
    }

    /// Reads the rest of the value that `token`, the last one read, began.
    package mutating func tree(startingWith token: Token) throws(JSONError) -> JSONValue {
        switch token {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .string(let value): return .string(string(value))
        case .number(let number): return try value(of: number)
        case .beginArray: return try array()
        case .beginObject: return try object()
        case .key, .endArray, .endObject: throw JSONError(.unexpectedByte, at: tokenOffset)
        case .end: throw JSONError(.unexpectedEnd, at: tokenOffset)
        }
    }

    private func value(of number: JSONNumber) throws(JSONError) -> JSONValue {
        if let int = int(number) { return .integer(Int64(int)) }
        let double = double(number)
        guard double.isFinite else {
            throw JSONError(.numberOutOfRange, at: number.range.lowerBound)
        }
        return .double(double)
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        while true {
            let token = try next()
            if token == .endArray { return .array(elements) }
            elements.append(try tree(startingWith: token))
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        var object = JSONObject()
        while case .key(let key) = try next() { object[string(key)] = try tree() }
        return .object(object)
    }
}
