extension SQSEvent.Message {
    /// Decodes the JSON that the body holds.
    ///
    /// A topic's notification, without raw delivery, is an ``SNSMessage``; an event of a bus an
    /// ``EventBridgeEvent``; a bucket's an ``S3Event``.
    public func decodeBody<T: Decodable>(as type: T.Type) throws -> T {
        try EventCoding.decode(type, from: body)
    }
}

extension SQSPollEvent.Message {
    /// Decodes the JSON that the body holds.
    public func decodeBody<T: Decodable>(as type: T.Type) throws -> T {
        try EventCoding.decode(type, from: body)
    }
}
