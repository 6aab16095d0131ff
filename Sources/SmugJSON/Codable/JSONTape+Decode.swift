extension JSONTape {
    /// Decodes a value of any type.
    ///
    /// Those that events are full of are read here, without containers.
    @inline(__always)
    func decode<T: Decodable>(_ type: T.Type, at index: Int) throws -> T {
        if type == [String: String].self {
            return unsafe unsafeBitCast(try strings(at: index), to: T.self)
        }
        if type == [String].self {
            return unsafe unsafeBitCast(try stringList(at: index), to: T.self)
        }
        if type == [String: [String]].self {
            return unsafe unsafeBitCast(try stringLists(at: index), to: T.self)
        }
        if type == JSONTextMembers.self {
            return unsafe unsafeBitCast(try JSONTextMembers(self, at: index), to: T.self)
        }
        if type == JSONMembers.self {
            return unsafe unsafeBitCast(try JSONMembers(self, at: index), to: T.self)
        }
        return try T(from: JSONTapeDecoder(self, at: index))
    }

    private func strings(at index: Int) throws -> [String: String] {
        try members(of: index, as: [String: String].self) { try self.string(at: $0) }
    }

    private func stringLists(at index: Int) throws -> [String: [String]] {
        try members(of: index, as: [String: [String]].self) { try self.stringList(at: $0) }
    }

    private func stringList(at index: Int) throws -> [String] {
        guard nodes[index].kind == .array else { throw mismatch([String].self, at: index) }
        var strings: [String] = []
        strings.reserveCapacity(nodes[index].count)
        var element = index &+ 1
        while element < nodes[index].next {
            strings.append(try string(at: element))
            element = nodes[element].next
        }
        return strings
    }

    @inline(__always)
    private func members<Value>(
        of object: Int, as type: [String: Value].Type, _ value: (Int) throws -> Value
    ) throws -> [String: Value] {
        guard nodes[object].kind == .object else { throw mismatch(type, at: object) }
        prepare(object)
        var members: [String: Value] = [:]
        let end = nodes[object].next
        members.reserveCapacity((end &- object) &>> 1)
        var key = object &+ 1
        while key < end {
            // Of names that are the same bytes the first counts, and so it does of Unicode's equivalents.
            if !nodes[key].isRepeated {
                let value = try value(key &+ 1)
                if let first = members.updateValue(value, forKey: text(nodes[key])) {
                    members[text(nodes[key])] = first
                }
            }
            key = nodes[key &+ 1].next
        }
        return members
    }
}

extension JSONTape {
    /// A value as a tree; of names that stand there twice the first counts.
    func tree(at index: Int) throws -> JSONValue {
        switch nodes[index].kind {
        case .null: return .null
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .string, .key: return .string(text(nodes[index]))
        case .number: return try number(at: index)
        case .object: return .object(try object(at: index))
        case .array:
            var elements: [JSONValue] = []
            elements.reserveCapacity(nodes[index].count)
            var element = index &+ 1
            while element < nodes[index].next {
                elements.append(try tree(at: element))
                element = nodes[element].next
            }
            return .array(elements)
        }
    }

    /// An object's members as trees.
    func object(at index: Int) throws -> JSONObject {
        guard nodes[index].kind == .object else { throw mismatch([String: Any].self, at: index) }
        var object = JSONObject()
        for key in keys(of: index) { object[name(at: key)] = try tree(at: key &+ 1) }
        return object
    }

    /// The members that no type has asked for yet, and those that it has found null.
    func others(in object: Int) throws -> OtherMembers {
        var others = OtherMembers()
        for key in keys(of: object) {
            if !nodes[key].isAsked {
                others.members[name(at: key)] = try tree(at: key &+ 1)
            } else if nodes[key].isBlank || nodes[key &+ 1].kind == .null {
                others.blanks.append((name(at: key), try tree(at: key &+ 1)))
            }
        }
        return others
    }

    private func number(at index: Int) throws -> JSONValue {
        let node = nodes[index]
        if node.isInteger, let value = JSONDecimal.int64(bytes, in: node.range) {
            return .integer(value)
        }
        return .double(try double(at: index))
    }
}
