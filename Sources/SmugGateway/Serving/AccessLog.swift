import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry

/// One line a request: who asked for what, what came of it, and where the time went.
struct AccessLog: Sendable {
    /// What is known of a request beside its exchange.
    struct Entry {
        let id: [UInt8]
        var route: Route?
        var fault: GatewayFault?
        var batch: BatchFacts?

        init(id: [UInt8]) {
            self.id = id
        }

        mutating func note(_ answer: Answer) {
            switch answer {
            case .response(_, let facts): batch = facts
            case .failure(let fault, let facts):
                self.fault = fault
                batch = facts
            }
        }
    }

    private let log: Log

    init(_ log: Log) {
        self.log = log
    }

    func write(_ entry: Entry, of exchange: HTTPExchange) {
        guard log.isEnabled(.info) else { return }
        let head = exchange.request
        log.write(.info, "request") { line in
            line.key("requestId")
            line.string(utf8: entry.id)
            line.key("method")
            line.string(head.method.rawValue)
            line.key("path")
            line.string(utf8: head.fields.bytes[head.path])
            if let route = entry.route {
                line.key("route")
                line.raw(route.logName)
            }
            line.key("status")
            line.integer(exchange.answeredStatus?.code ?? 0)
            line.key("bytes")
            line.integer(exchange.answeredBytes)
            line.key("peer")
            line.string(utf8: exchange.peerHost)
            line.milliseconds("totalMs", EventLoop.now.nanosecondsSince(exchange.arrival))
            if let batch = entry.batch {
                line.milliseconds("waitMs", batch.waitedNanoseconds)
                line.milliseconds("invokeMs", batch.invokedNanoseconds)
                line.key("batchSize")
                line.integer(batch.size)
            }
            if let fault = entry.fault {
                line.key("code")
                line.string(literal: fault.code)
            }
        }
    }

    /// What never became a request.
    func write(_ fault: GatewayFault, id: [UInt8]) {
        log.write(.info, "refused") { line in
            line.key("requestId")
            line.string(utf8: id)
            line.key("status")
            line.integer(fault.status.code)
            line.key("code")
            line.string(literal: fault.code)
            line.key("reason")
            line.string(fault.detail)
        }
    }
}

extension JSONWriter {
    /// A duration in milliseconds with three decimals.
    mutating func milliseconds(_ name: StaticString, _ nanoseconds: Int64) {
        key(name)
        decimal(thousandths: nanoseconds / 1000)
    }
}
