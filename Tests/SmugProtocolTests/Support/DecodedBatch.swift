import SmugHTTP
import SmugJSON
import SmugProtocol

/// All that a decoder said about an answer.
struct DecodedBatch {
    struct Record: Hashable, CustomStringConvertible {
        let id: String?
        var status: Int?
        var fields: [String] = []
        var body: [UInt8] = []
        var fault: RecordFault?

        var description: String { "\(id ?? "-") \(status ?? 0) \(fields) \(body) \(fault as Any)" }
    }

    var records: [Record] = []
    var error: BatchResponseError?
    var isPlain = false

    init(_ text: String, batchSize: Int = 3) {
        self.init(Array(text.utf8), batchSize: batchSize)
    }

    init(_ bytes: [UInt8], batchSize: Int = 3) {
        do throws(BatchResponseError) {
            switch try BatchResponse(bytes, batchSize: batchSize) {
            case .plain(let outcome):
                isPlain = true
                records = [Record(id: nil, outcome)]
            case .batch(var decoder):
                while let record = try decoder.next() {
                    let id = record.id.map { String(decoding: $0, as: UTF8.self) }
                    records.append(Record(id: id, record.outcome))
                }
            }
        } catch {
            self.error = error
        }
    }

    /// The outcome of one record with these members beside its id.
    static func record(_ members: String) -> Record? {
        let batch = DecodedBatch(#"{"v":1,"responses":[{"id":"r-1",\#(members)}]}"#)
        return batch.error == nil && batch.records.count == 1 ? batch.records.first : nil
    }
}

extension DecodedBatch.Record {
    init(id: String?, _ outcome: RecordOutcome) {
        self.id = id
        switch outcome {
        case .answer(let answer):
            status = answer.status.code
            fields = answer.fields.pairs.map { "\($0.name): \($0.value)" }
            body = answer.body
        case .fault(let fault):
            self.fault = fault
        }
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}
