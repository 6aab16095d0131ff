/// What an encoder has written so far, and the containers that are open in it.
///
/// Types mostly encode from front to back. Then each container is closed where its parent goes on,
/// and the bytes are final at once. What is written into a container that is closed already, and
/// into a super encoder, goes to an output of its own, whose bytes are put in their place at the end.
final class JSONOutput {
    private struct Container {
        let serial: Int
        let isObject: Bool
        /// The bracket that opens it.
        let start: Int
        /// Where its own name begins, in an object.
        let keyStart: Int?
        /// Where the fingerprints of its names begin.
        let firstName: Int
        /// How many values it holds.
        var count = 0
    }

    let userInfo: [CodingUserInfoKey: any Sendable]
    /// Only one thread is here, and no access lasts longer than a call.
    @exclusivity(unchecked) private var storage = JSONWriter()
    private var open: [Container] = []
    /// Where each container's closing bracket stands, by serial number.
    private var closes: [Int] = []
    private var names: [UInt32] = []
    /// Where the name of the value that is due begins.
    private var keyStart: Int?
    private var mayRepeatNames = false
    /// What is to be put in, by place.
    private var insertions: [(offset: Int, output: JSONOutput)] = []
    private var continuations: [Int: JSONOutput] = [:]
    private let basePath: [any CodingKey]
    /// Whether the brackets of the outermost container stand in another output.
    private let isContinuation: Bool

    var writer: JSONWriter {
        @inline(__always) _read { yield unsafe storage }
        @inline(__always) _modify { yield unsafe &storage }
    }

    init(userInfo: [CodingUserInfoKey: any Sendable], basePath: [any CodingKey] = []) {
        self.userInfo = userInfo
        self.basePath = basePath
        isContinuation = false
    }

    /// Goes on in a container of another output behind what that holds.
    private init(of serial: Int, in output: JSONOutput) {
        let close = output.closes[serial]
        let before = output.writer.bytes[close - 1]
        userInfo = output.userInfo
        basePath = output.basePath
        isContinuation = true
        closes = [-1]
        open = [
            Container(
                serial: 0, isObject: output.writer.bytes[close] == UInt8(ascii: "}"), start: 0,
                keyStart: nil, firstName: 0)
        ]
        writer.needsComma = before != UInt8(ascii: "{") && before != UInt8(ascii: "[")
    }

    /// The serial number of the container that is opened next.
    var nextSerial: Int { closes.count }

    /// Opens a container where a value is due; returns its serial number.
    func begin(isObject: Bool) -> Int {
        let serial = closes.count
        let start = writer.bytes.count + (writer.needsComma ? 1 : 0)
        if isObject { writer.beginObject() } else { writer.beginArray() }
        open.append(
            Container(
                serial: serial, isObject: isObject, start: start, keyStart: keyStart,
                firstName: names.count))
        closes.append(-1)
        keyStart = nil
        return serial
    }

    /// The output in which a container goes on, after what is open within it is closed.
    @inline(__always)
    func resume(_ serial: Int) -> JSONOutput {
        if let last = open.last, last.serial == serial { return self }
        return resumeOuter(serial)
    }

    private func resumeOuter(_ serial: Int) -> JSONOutput {
        if let depth = open.lastIndex(where: { $0.serial == serial }) {
            close(to: depth + 1)
            return self
        }
        return continuation(of: serial)
    }

    private func continuation(of serial: Int) -> JSONOutput {
        if let output = continuations[serial] { return output.resume(0) }
        let output = JSONOutput(of: serial, in: self)
        continuations[serial] = output
        insertions.append((closes[serial], output))
        mayRepeatNames = true
        return output
    }

    /// Closes what is open deeper than `depth` containers.
    func close(to depth: Int) {
        while open.count > depth, let container = open.popLast() {
            closes[container.serial] = writer.bytes.count
            if container.isObject {
                noteRepeatedNames(from: container.firstName)
                writer.endObject()
            } else {
                writer.endArray()
            }
        }
    }

    var depth: Int { open.count }

    /// Writes the name of the innermost object's next member.
    func key(_ name: String) {
        keyStart = writer.bytes.count + (writer.needsComma ? 1 : 0)
        writer.key(name)
        names.append(JSONFingerprint.of(name.utf8.span, in: 0..<name.utf8.count))
    }

    /// Counts a value of the innermost array.
    func element() { open[open.count - 1].count += 1 }

    /// How many values an array has had written.
    func count(of serial: Int) -> Int { open.last { $0.serial == serial }?.count ?? 0 }

    /// An output for a value that is due here and may be written at any later time.
    func insertion() -> JSONOutput {
        let output = JSONOutput(userInfo: userInfo, basePath: path(to: nil))
        writer.raw([])
        insertions.append((writer.bytes.count, output))
        return output
    }

    /// The bytes, complete.
    func finish() -> [UInt8] {
        let bytes = assembled()
        return mayRepeatNames ? JSONNames.keepingLast(of: bytes) : bytes
    }

    private func assembled() -> [UInt8] {
        close(to: isContinuation ? 1 : 0)
        if insertions.isEmpty { return writer.bytes }
        var bytes: [UInt8] = []
        var start = 0
        // Of the same place, a value comes before what goes on behind it.
        for (offset, output) in insertions.enumerated().sorted(by: {
            ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
        }).map(\.element) {
            bytes += writer.bytes[start..<offset]
            start = offset
            bytes += output.part()
            mayRepeatNames = mayRepeatNames || output.mayRepeatNames
        }
        return bytes + writer.bytes[start...]
    }

    /// The bytes of an output that is put into another one.
    private func part() -> [UInt8] {
        let bytes = assembled()
        return bytes.isEmpty ? Array("{}".utf8) : bytes
    }

    private func noteRepeatedNames(from first: Int) {
        if !mayRepeatNames { mayRepeatNames = JSONNames.mayRepeat(names[first...]) }
        names.removeSubrange(first...)
    }
}

extension JSONOutput {
    /// Whether the innermost object has a member of this name.
    func holds(_ name: String) -> Bool {
        guard let object = open.last,
            names[object.firstName...].contains(
                JSONFingerprint.of(name.utf8.span, in: 0..<name.utf8.count))
        else { return false }
        var reader = JSONReader(writer.bytes, in: object.start..<writer.bytes.count)
        _ = try? reader.next()
        while case .key(let key)? = try? reader.next() {
            if reader.string(key).utf8.elementsEqual(name.utf8) { return true }
            if (try? reader.skipValue()) == nil { break }
        }
        return false
    }

    /// The keys that lead to a container, or to the value that is due.
    func path(to serial: Int?) -> [any CodingKey] {
        var path = basePath
        for (depth, container) in open.enumerated() {
            if depth > 0 || container.keyStart != nil { path.append(key(of: container, at: depth)) }
            if container.serial == serial { return path }
        }
        if let keyStart {
            path.append(JSONPathKey(name(at: keyStart)))
        } else if let last = open.last, !last.isObject, last.count > 0 {
            path.append(JSONPathKey(last.count - 1))
        }
        return path
    }

    private func key(of container: Container, at depth: Int) -> JSONPathKey {
        if let keyStart = container.keyStart { return JSONPathKey(name(at: keyStart)) }
        return JSONPathKey(max(open[depth - 1].count - 1, 0))
    }

    private func name(at start: Int) -> String {
        var reader = JSONReader(writer.bytes, in: start..<writer.bytes.count)
        guard case .string(let string)? = try? reader.next() else { return "" }
        return reader.string(string)
    }
}
