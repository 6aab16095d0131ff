internal import SmugEventCatalog
internal import SmugGateway
internal import SmugJSON
internal import SmugLoop

/// `smug events inspect`: what a JSON file is, and what the library reads of it.
enum EventsInspectCommand: Command {
    static let name = "events inspect"
    static let summary = "say which AWS event a JSON file is, and print what is read of it"
    static let operands = ["FILE"]
    static let options: [Option] = [
        Option(
            "--as", value: "TYPE", "read it as this event or Swift type, whatever it looks like"),
        Option(
            "--output", value: "FORMAT", "text (JSON on many lines) or json (on one); default: text"
        ),
    ]
    static let examples = [
        (
            line: "smug events inspect event.json",
            does: "prints the event's name, its Swift type, the members that have no property, "
                + "and the payload as it was decoded and encoded again"
        ),
        (
            line: "smug events inspect event.json --as SQSEvent --output json",
            does: "reads it as messages of a queue"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let isJSON = try arguments.wantsJSON()
        guard let path = arguments.operands.first else {
            throw .usage("no file is named", "smug events inspect event.json")
        }
        let asked = arguments["--as"]
        let bytes = try read(path)
        let payload = try parse(bytes, path)
        let kind: EventKind
        if let asked {
            kind = try .named(asked, "smug events inspect \(path) --as")
        } else if let found = EventCatalog.kind(of: payload) {
            kind = found
        } else {
            throw .failed(
                "\(path) looks like no event that is known",
                "say what it is with --as; smug events list has the names")
        }
        let report = try report(of: bytes, path, as: kind)
        if isJSON {
            try Output.write(report.serialized() + [UInt8(ascii: "\n")])
        } else {
            try Output.write(report.indented)
        }
    }

    private static func read(_ path: String) throws(CommandError) -> [UInt8] {
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try LocalFile.read(path)
        } catch {
            throw .failed("cannot read \(path): \(error.message)", "name a file with JSON")
        }
        guard let bytes else { throw .failed("there is no file \(path)", "name a file with JSON") }
        return bytes
    }

    private static func parse(_ bytes: [UInt8], _ path: String) throws(CommandError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            let read = bytes.prefix(error.offset)
            let line = 1 + read.count { $0 == UInt8(ascii: "\n") }
            let lineStart = read.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            let column =
                1 + String(decoding: read[lineStart...], as: UTF8.self).unicodeScalars.count
            throw .failed("\(path):\(line):\(column): \(error)", "the file must be JSON")
        }
    }

    private static func report(
        of bytes: [UInt8], _ path: String, as kind: EventKind
    ) throws(CommandError) -> JSONValue {
        do {
            let reading = try kind.read(bytes)
            return [
                "event": .string(kind.name), "type": .string(kind.type),
                "summary": .string(kind.summary),
                "others": .array(reading.others.map { .string($0) }),
                "payload": try JSONValue(parsing: try reading.json()),
            ]
        } catch let error as DecodingError {
            throw .failed(
                "\(path) is no \(kind.type): \(error.jsonMessage)",
                "see: smug events sample \(kind.name)")
        } catch {
            throw .failed(
                "\(path) cannot be read as \(kind.type): \(error)",
                "see: smug events sample \(kind.name)")
        }
    }
}
