extension SNSMessage {
    /// Decodes the JSON that the message holds.
    ///
    /// An alarm's is a ``CloudWatchAlarmNotification``, mail that came in a ``SESReceivedMail``, a
    /// bucket's an ``S3Event``.
    public func decodeMessage<T: Decodable>(as type: T.Type) throws -> T {
        try EventCoding.decode(type, from: message)
    }
}
