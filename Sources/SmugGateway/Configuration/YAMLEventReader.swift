import CYAML

/// Reads a document's events with libyaml, the only place that knows its names.
///
/// The parser keeps a pointer to itself, so it lives at one address from start to end.
@safe struct YAMLEventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: [UInt8]

    static func events(of bytes: [UInt8], limits: YAMLLimits) throws(DocumentProblem) -> [YAMLEvent]
    {
        try unsafe bytes.withUnsafeBufferPointer { buffer throws(DocumentProblem) in
            let reader = try unsafe YAMLEventReader(bytes, buffer)
            return try reader.allEvents(limits)
        }
    }

    /// `buffer` holds `source` and must outlive the reader.
    private init(_ source: [UInt8], _ buffer: UnsafeBufferPointer<UInt8>) throws(DocumentProblem) {
        self.source = source
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            throw Self.outOfMemory
        }
        unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    private func allEvents(_ limits: YAMLLimits) throws(DocumentProblem) -> [YAMLEvent] {
        var events: [YAMLEvent] = []
        var depth = 0
        while let event = try nextEvent() {
            switch event.kind {
            case .sequenceStart, .mappingStart: depth += 1
            case .end: depth -= 1
            case .documentStart, .documentEnd, .alias, .scalar: break
            }
            guard depth <= limits.maxDepth else { throw .tooDeep(limits, at: event.position) }
            events.append(event)
            // A mapping or sequence has two events, so a tree within its limit has fewer.
            guard events.count <= 2 * limits.maxNodes + 2 else {
                throw .tooManyNodes(limits, at: event.position)
            }
        }
        return events
    }

    /// `nil` at the end of the stream.
    private func nextEvent() throws(DocumentProblem) -> YAMLEvent? {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw syntaxProblem() }
            defer { unsafe yaml_event_delete(&event) }
            if unsafe event.type == YAML_STREAM_END_EVENT { return nil }
            if let tag = unsafe Self.unresolvedTag(of: event) {
                throw unsafe DocumentProblem(
                    at: Self.position(event.start_mark),
                    "has the tag \(tag), which means nothing here",
                    remedy: "have the tool that knows the tag make the manifest")
            }
            if let kind = unsafe Self.kind(of: event) {
                return unsafe YAMLEvent(kind: kind, position: Self.position(event.start_mark))
            }
        }
    }

    private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind? {
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_ALIAS_EVENT: .alias(unsafe text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            .scalar(unsafe scalar(event), anchor: unsafe text(event.data.scalar.anchor))
        case YAML_SEQUENCE_START_EVENT:
            .sequenceStart(anchor: unsafe text(event.data.sequence_start.anchor))
        case YAML_MAPPING_START_EVENT:
            .mappingStart(anchor: unsafe text(event.data.mapping_start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .end
        default: nil
        }
    }

    /// The tag of a list or a map that is to become another one, which a scalar shows as its text.
    private static func unresolvedTag(of event: yaml_event_t) -> String? {
        let (written, own) =
            switch unsafe event.type {
            case YAML_SEQUENCE_START_EVENT:
                (unsafe text(event.data.sequence_start.tag), YAML_SEQ_TAG)
            case YAML_MAPPING_START_EVENT:
                (unsafe text(event.data.mapping_start.tag), YAML_MAP_TAG)
            default: (nil, "")
            }
        return written == own || written == "!" ? nil : written
    }

    private static func scalar(_ event: yaml_event_t) -> YAMLScalar {
        let data = unsafe event.data.scalar
        let bytes = unsafe UnsafeBufferPointer(start: data.value, count: data.length)
        let written = unsafe text(data.tag)
        let tag: YAMLScalar.Tag? =
            switch written {
            case YAML_NULL_TAG: .null
            case YAML_BOOL_TAG: .boolean
            case YAML_INT_TAG: .integer
            case YAML_FLOAT_TAG: .float
            // The non-specific tag says: do not look at the text (section 6.9.1).
            case YAML_STR_TAG, "!": .string
            default: nil
            }
        let content = unsafe String(decoding: bytes, as: UTF8.self)
        // `!Sub` and the like wait for a tool that makes a manifest of a template. To pass over
        // them would leave values that nobody meant.
        if let written, tag == nil {
            return YAMLScalar("\(written) \(content)", isPlain: false, tag: .string)
        }
        return unsafe YAMLScalar(
            content, isPlain: data.style == YAML_PLAIN_SCALAR_STYLE, tag: tag)
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        guard let pointer = unsafe pointer else { return nil }
        return unsafe String(cString: pointer)
    }

    private static func position(_ mark: yaml_mark_t) -> TextPosition {
        TextPosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private static let outOfMemory = DocumentProblem(
        at: .start, "cannot be read: there is no memory left", remedy: "free some memory")

    private func syntaxProblem() -> DocumentProblem {
        let error = unsafe parser.pointee.error
        guard error != YAML_MEMORY_ERROR else { return Self.outOfMemory }
        let position: TextPosition
        if error == YAML_READER_ERROR {
            position = self.position(ofByte: Int(unsafe parser.pointee.problem_offset))
        } else {
            position = withinText(Self.position(unsafe parser.pointee.problem_mark))
        }
        let what = unsafe parser.pointee.problem.map { unsafe String(cString: $0) }
        let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) }
        let message = "is not valid YAML: \(what ?? "it cannot be read")"
        return DocumentProblem(
            at: position, context.map { "\(message), \($0)" } ?? message,
            remedy: remedy(for: error, at: position))
    }

    private func remedy(for error: yaml_error_type_t, at position: TextPosition) -> String {
        if error == YAML_READER_ERROR { return "save the file as UTF-8 text" }
        if line(position.line).contains(UInt8(ascii: "\t")) {
            return "indent this line with spaces; YAML does not take tabs there"
        }
        return "check indentation, quotes and colons of this line and the one before it"
    }

    /// At the end of a text without newline libyaml stands on a line that is not there.
    private func withinText(_ position: TextPosition) -> TextPosition {
        let end = self.position(ofByte: source.count)
        return min(position, end)
    }

    private func line(_ number: Int) -> ArraySlice<UInt8> {
        let lines = source.split(
            separator: UInt8(ascii: "\n"), maxSplits: number, omittingEmptySubsequences: false)
        return lines.indices.contains(number - 1) ? lines[number - 1] : []
    }

    private func position(ofByte offset: Int) -> TextPosition {
        var line = 1
        var column = 1
        for byte in source.prefix(max(offset, 0)) {
            if byte == UInt8(ascii: "\n") {
                (line, column) = (line + 1, 1)
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return TextPosition(line: line, column: column)
    }
}
