import SmugJSON
import SmugProtocol
import TestSupport
import Testing

@Suite struct BatchResponseDecoderTests {
    private let document = Array(
        (#"{"v":1,"responses":[{"id":"a","statusCode":200,"headers":{"x":"1","y":[2,"3"]},"#
            + #""cookies":["c=1"],"body":"\u00e9\ud83d\ude39 é"},"#
            + #"{"id":"b","statusCode":"404","body":"aGk=","isBase64Encoded":true},"#
            + #"{"id":"c","statusCode":1,"multiValueHeaders":{"z":["1"]}}],"more":[null]}"#).utf8)

    @Test func `every cut leaves the records before it as they were`() {
        let whole = DecodedBatch(document)
        #expect(whole.error == nil)
        #expect(whole.records.count == 3)
        var most = 0
        for count in 0..<document.count {
            let cut = DecodedBatch(Array(document[..<count]))
            #expect(cut.error != nil, "\(count) bytes")
            #expect(cut.records == Array(whole.records.prefix(cut.records.count)))
            #expect(cut.records.count >= most)
            most = cut.records.count
        }
        #expect(most == 3)
    }

    @Test func `an error comes again and again`() throws {
        let text = #"{"v":1,"responses":[{"id":"a","statusCode":200},nonsense]}"#
        guard case .batch(var decoder) = try BatchResponse(Array(text.utf8), batchSize: 2) else {
            return
        }
        #expect(try decoder.next()?.id == Array("a".utf8)[...])
        let error = BatchResponseError.invalidJSON(JSONError(.unexpectedByte, at: 49))
        for _ in 0..<3 { #expect(throws: error) { try decoder.next() } }
    }

    @Test func `after the last record there is none, however often it is asked`() throws {
        let text = #"{"responses":[]}"#
        guard case .batch(var decoder) = try BatchResponse(Array(text.utf8), batchSize: 2) else {
            return
        }
        for _ in 0..<3 { #expect(try decoder.next() == nil) }
    }

    @Test func `what follows the records is checked too`() {
        let batch = DecodedBatch(#"{"v":1,"responses":[{"id":"a","statusCode":200}]}}"#)
        #expect(batch.records.count == 1)
        #expect(batch.error == .invalidJSON(JSONError(.trailingBytes, at: 49)))
    }

    @Test(arguments: 0..<UInt64(60))
    func `no mutation traps`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array(#"{}[]",:\u01-.etfn "#.utf8) + [0, 0x80, 0xFF, 0x0A]
        for _ in 0..<60 {
            var bytes = document
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: index)
                default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
                }
            }
            let size = Int.random(in: 1...3, using: &random)
            for record in DecodedBatch(bytes, batchSize: size).records where record.fault == nil {
                #expect((200...999).contains(record.status ?? 0))
            }
        }
    }
}
