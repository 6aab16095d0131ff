/// Reads what a function streams: bytes in, orders for the requests of its invocation out.
///
/// Each request gets either one `answer` or `fail`, or a `begin` that exactly one `end` or `abort`
/// follows, with any number of `part` between them. Call ``next()`` until it is `nil`, after
/// ``append(_:)`` and after ``finish()``.
package protocol AnswerReader: Sendable {
    /// The requests whose answer is not complete.
    var unfinished: [Int] { get }
    /// Records that did nothing.
    var strays: StreamDemultiplexer.Strays { get }
    /// Whether the function has answered with the document of a buffered answer.
    var hasDocument: Bool { get }

    mutating func append(_ part: ArraySlice<UInt8>)
    /// Takes in that nothing more comes.
    mutating func finish()
    /// Gives a request up, for which nobody waits any more.
    mutating func abandon(_ index: Int)
    /// The next order, until there is none for what has come in so far.
    mutating func next() -> StreamDemultiplexer.Order?
}

extension StreamDemultiplexer: AnswerReader {}
