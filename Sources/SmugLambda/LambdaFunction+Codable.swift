internal import SmugJSON

extension LambdaFunction {
    /// A function from a value that JSON describes to another.
    ///
    /// An event that does not decode is the invocation's error, told with the place in the event.
    public init<Event: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
        _ body:
            @escaping @Sendable (_ event: Event, _ context: LambdaContext) async throws ->
            Output
    ) {
        self.init { event, context in
            .bytes(try EventCoding.encode(try await body(EventCoding.decode(event), context)))
        }
    }

    /// A function whose answer is `null`.
    public init<Event: Decodable & SendableMetatype>(
        _ body: @escaping @Sendable (_ event: Event, _ context: LambdaContext) async throws -> Void
    ) {
        self.init { event, context in
            try await body(EventCoding.decode(event), context)
            return .null
        }
    }

    /// A function that takes a value and answers in any way, such as with a stream.
    public init<Event: Decodable & SendableMetatype>(
        _ body:
            @escaping @Sendable (_ event: Event, _ context: LambdaContext) async throws ->
            LambdaAnswer
    ) {
        self.init { event, context in try await body(EventCoding.decode(event), context) }
    }

    /// A function from bytes to a value.
    public init<Output: Encodable & SendableMetatype>(
        _ body:
            @escaping @Sendable (_ event: [UInt8], _ context: LambdaContext) async throws ->
            Output
    ) {
        self.init { event, context in .bytes(try EventCoding.encode(try await body(event, context)))
        }
    }
}

extension LambdaAnswer {
    /// A value as JSON.
    public static func json(_ value: some Encodable) throws -> LambdaAnswer {
        .bytes(try EventCoding.encode(value))
    }
}

extension LambdaHandler
where Event: Decodable & SendableMetatype, Output: Encodable & SendableMetatype {
    /// From a value to a value.
    public var function: LambdaFunction {
        LambdaFunction { (event: Event, context) in try await handle(event, context) as Output }
    }
}

extension LambdaHandler where Event: Decodable & SendableMetatype, Output == Void {
    /// From a value to nothing.
    public var function: LambdaFunction {
        LambdaFunction { (event: Event, context) in try await handle(event, context) as Void }
    }
}

extension LambdaHandler where Event: Decodable & SendableMetatype, Output == LambdaAnswer {
    /// From a value to an answer.
    public var function: LambdaFunction {
        LambdaFunction { (event: Event, context) in
            try await handle(event, context) as LambdaAnswer
        }
    }
}

/// How events and answers are read and written.
private enum EventCoding {
    static func decode<Event: Decodable & SendableMetatype>(_ event: [UInt8]) throws -> Event {
        var decoder = JSONBytesDecoder()
        // What a client has sent is not the function's to refuse.
        decoder.loneSurrogates = .replace
        return try decoder.decode(Event.self, from: event)
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        try JSONBytesEncoder().encode(value)
    }
}
