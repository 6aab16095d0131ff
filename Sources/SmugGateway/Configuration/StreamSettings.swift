/// How long a streamed answer may take, and how much of it waits.
package struct StreamSettings: Hashable, Sendable {
    /// From a part of an answer to its next.
    package let idleMilliseconds: Int
    /// From an answer's head to its end.
    package let timeoutMilliseconds: Int
    /// How long a client may take nothing of an answer that waits for it.
    package let stallMilliseconds: Int
    /// Of one answer, what its client has not taken yet.
    package let maxBufferBytes: Int
    /// Of one record, a line of the function's answer.
    package let maxRecordBytes: Int
}
