/// A document as a list of where each of its values stands, in the document's order.
///
/// One pass of the strict reader makes it. Values are converted only where a type asks for them, and
/// containers are views of it, so that decoding allocates for what the type keeps and for little else.
///
/// It belongs to one decoding, on one thread: it remembers where the last look-up in each object
/// has ended, and which members have been asked for.
final class JSONTape {
    /// Positions are 32 bits wide.
    static let maxBytes = Int(UInt32.max)

    let bytes: [UInt8]
    let userInfo: [CodingUserInfoKey: any Sendable]
    /// Only one thread is here, and no access lasts longer than an expression.
    @exclusivity(unchecked) private var storage: [JSONNode]
    /// The names of the members that a type wanted and the document lacks, by node.
    var absentNames: [Int: String] = [:]

    /// The document itself first.
    var nodes: [JSONNode] {
        @inline(__always) _read { yield unsafe storage }
        @inline(__always) _modify { yield unsafe &storage }
    }

    /// Reads a whole document.
    ///
    /// - Throws: `DecodingError.dataCorrupted`, with the path of the innermost value that had begun.
    init(
        _ bytes: [UInt8], in range: Range<Int>? = nil, loneSurrogates: LoneSurrogates = .refuse,
        userInfo: [CodingUserInfoKey: any Sendable] = [:], maxBytes: Int = maxBytes
    ) throws {
        self.bytes = bytes
        self.userInfo = userInfo
        var builder = JSONTapeBuilder(
            bytes, in: range, loneSurrogates: loneSurrogates, maxBytes: maxBytes)
        do throws(JSONError) {
            try builder.build()
            unsafe storage = builder.nodes
        } catch {
            let innermost = builder.closeAll()
            unsafe storage = builder.nodes
            throw malformed(error, in: innermost)
        }
    }

    /// The keys that lead from the document to a node.
    func path(to target: Int) -> [any CodingKey] {
        if let name = absentNames[target] {
            return path(to: Int(nodes[target].start)) + [JSONPathKey(name)]
        }
        var path: [any CodingKey] = []
        var container = 0
        while container != target, let (child, key) = child(of: container, around: target) {
            path.append(key)
            container = child
        }
        return path
    }

    /// The child of a container that is `target`, or holds it.
    private func child(of container: Int, around target: Int) -> (Int, JSONPathKey)? {
        let isObject = nodes[container].kind == .object
        guard isObject || nodes[container].kind == .array else { return nil }
        var index = container + 1
        var count = 0
        while index < nodes[container].next {
            let child = isObject ? index + 1 : index
            guard child < nodes.count else { return nil }
            if target < nodes[child].next {
                return (child, isObject ? JSONPathKey(name(at: index)) : JSONPathKey(count))
            }
            index = nodes[child].next
            count += 1
        }
        return nil
    }

    /// A node for a member that an object lacks, to be decoded as if it were null.
    func addAbsent(_ name: String, in object: Int) -> Int {
        let index = nodes.count
        var node = JSONNode(.null, start: object, end: object)
        node.next = index + 1
        nodes.append(node)
        absentNames[index] = name
        return index
    }
}
