/// libFuzzer's own loop, with a function of ours instead of a symbol that it looks for.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What libFuzzer's own `main` would call: it is linked, and must find it.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzz.parse([UInt8](UnsafeBufferPointer(start: data, count: count)))
    return 0
}

/// Feeds the parsers what libFuzzer thinks of.
///
/// The first byte is the letter of a parser, so that one corpus serves all and a seed says what it
/// is for. A parser may refuse what it is given; it must not trap, and what must hold for every
/// input is checked where it is fed.
@main
enum Fuzz {
    typealias Target = @Sendable ([UInt8]) -> Void

    /// By letter; inputs that begin otherwise are for nobody.
    private static let targets: [UInt8: Target] = {
        let all: KeyValuePairs<Unicode.Scalar, Target> = [
            "Q": HTTPFuzz.requests, "R": HTTPFuzz.responses, "C": HTTPFuzz.chunks,
            "D": HTTPFuzz.dates,
            "J": JSONFuzz.values, "E": JSONFuzz.escapes,
            "B": AnswerFuzz.records, "P": AnswerFuzz.plainAnswers, "S": AnswerFuzz.streams,
            "s": AnswerFuzz.plainStreams,
            "V": EventStreamFuzz.bytes, "v": EventStreamFuzz.headers, "L": EventStreamFuzz.errors,
            "O": EventFuzz.written, "I": EventFuzz.read, "b": EventFuzz.batches,
            "X": DocumentFuzz.xml, "N": DocumentFuzz.sharedFiles, "M": DocumentFuzz.manifest,
            "K": DocumentFuzz.credentials, "A": DocumentFuzz.arrivals, "e": DocumentFuzz.lines,
            "q": TextFuzz.queries, "6": TextFuzz.base64, "U": TextFuzz.addresses,
            "y": PeerFuzz.proxyHeaders, "f": PeerFuzz.forwarding, "T": policies,
            "k": KindFuzz.events, "c": KindFuzz.contents, "z": KindFuzz.gzip, "j": KindFuzz.trees,
            "F": TextFuzz.functions, "W": TextFuzz.words, "H": TextFuzz.heads,
            "d": DNSFuzz.answers, "h": DNSFuzz.files,
            "t": TraceFuzz.context, "r": TraceFuzz.answers,
        ]
        return Dictionary(uniqueKeysWithValues: all.map { (UInt8(ascii: $0), $1) })
    }()

    static func main() {
        var count = CommandLine.argc
        var arguments = unsafe CommandLine.unsafeArgv
        unsafe _ = runFuzzer(&count, &arguments, fuzz)
    }

    static func parse(_ data: [UInt8]) {
        guard let first = data.first else { return }
        targets[first]?(Array(data.dropFirst()))
    }
}
