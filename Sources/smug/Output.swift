internal import SmugLoop

/// What a command prints, for whoever reads it or keeps it.
enum Output {
    /// Writes to standard output.
    ///
    /// - Throws: where not all of it could be written: who keeps what has come would keep a part.
    static func write(_ bytes: [UInt8]) throws(CommandError) {
        do throws(LoopError) {
            try StandardStream.output.writeAll(bytes)
        } catch {
            throw .failed(
                "cannot write to standard output: \(error.message)",
                "make room there, or have another file take it")
        }
    }

    static func write(_ text: String) throws(CommandError) { try write(Array(text.utf8)) }
}
