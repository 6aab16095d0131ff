import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry

/// One line a request: who asked for what, what came of it, and where the time went.
struct AccessLog: Sendable {
    /// What is known of a request beside its exchange.
    struct Entry {
        var route: Route?
        var fault: GatewayFault?
        var batch: BatchFacts?
        /// The client's address, where others than the peer say it.
        var client: [UInt8]?

        mutating func note(_ answer: Answer) {
            switch answer {
            case .response(_, let facts), .stream(_, _, let facts): batch = facts
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

    /// - Parameter nanoseconds: from the request's head to the end of its answer.
    func write(_ passage: Passage, nanoseconds: Int64) {
        guard log.isEnabled(.info) else { return }
        let head = passage.exchange.request
        let route = passage.entry.route
        let method = head.method.rawValue
        let bytes = head.fields.bytes
        let key = log.isEnabled(.debug) ? Self.digits(of: passage.key, route) : []
        log.write(.info, "request") { line in
            line.members(room: 460 + head.path.count + (route?.logName.count ?? 0)) {
                output in
                output.append(",\"requestId\":\"")
                output.append(passage.id)
                output.append("\",\"method\":\"")
                output.append(method.utf8.span)
                output.append("\",\"path\":\"")
                output.append(escaping: bytes.span.extracting(head.path))
                output.append("\"")
                if let route {
                    output.append(",\"route\":")
                    output.append(route.logName)
                }
                if !key.isEmpty {
                    output.append(",\"key\":\"")
                    output.append(key)
                    output.append("\"")
                }
                if let trace = passage.trace {
                    output.append(",\"traceId\":\"")
                    output.append(trace.context.traceID.digits)
                    output.append("\"")
                } else if let trace = ForeignTrace.id(in: head.fields) {
                    output.append(",\"traceId\":\"")
                    output.append(bytes.span.extracting(trace))
                    output.append("\"")
                }
                Self.append(passage, nanoseconds, to: &output)
            }
        }
    }

    /// Tells batch keys of a route that has some apart, for who replays the log; not what they are,
    /// as the hash is another in each process.
    private static func digits(of key: BatchKey, _ route: Route?) -> [UInt8] {
        guard let route, !route.definition.batching.key.isEmpty, !key.dimensions.isEmpty else {
            return []
        }
        var digits: [UInt8] = []
        HexadecimalDigits.append(UInt64(bitPattern: Int64(key.hashValue)), to: &digits)
        return digits
    }

    /// What came of it.
    private static func append(
        _ passage: Passage, _ nanoseconds: Int64, to output: inout OutputSpan<UInt8>
    ) {
        let exchange = passage.exchange
        output.append(",\"status\":")
        output.append(decimal: Int64(exchange.answeredStatus?.code ?? 0))
        output.append(",\"bytes\":")
        output.append(decimal: Int64(exchange.answeredBytes))
        output.append(",\"peer\":\"")
        output.append(exchange.peerHost)
        if let client = passage.entry.client, client != exchange.peerHost {
            output.append("\",\"client\":\"")
            output.append(client)
        }
        output.append("\",\"totalMs\":")
        output.append(milliseconds: nanoseconds)
        if let batch = passage.entry.batch {
            output.append(",\"waitMs\":")
            output.append(milliseconds: batch.waitedNanoseconds)
            output.append(",\"invokeMs\":")
            output.append(milliseconds: batch.invokedNanoseconds)
            output.append(",\"batchSize\":")
            output.append(decimal: Int64(batch.size))
            if batch.retries > 0 {
                output.append(",\"retries\":")
                output.append(decimal: Int64(batch.retries))
            }
        }
        if let fault = passage.entry.fault {
            output.append(",\"code\":\"")
            output.append(fault.code)
            output.append("\"")
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

extension OutputSpan<UInt8> {
    /// Appends a duration, given in nanoseconds, in milliseconds with three decimals.
    mutating func append(milliseconds nanoseconds: Int64) {
        let microseconds = max(nanoseconds, 0) / 1000
        append(decimal: microseconds / 1000)
        let fraction: [4 of UInt8] = [
            UInt8(ascii: "."), Self.digit(microseconds / 100), Self.digit(microseconds / 10),
            Self.digit(microseconds),
        ]
        append(fraction.span)
    }

    private static func digit(_ number: Int64) -> UInt8 {
        UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10)
    }
}
