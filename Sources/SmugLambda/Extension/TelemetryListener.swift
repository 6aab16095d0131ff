internal import SmugHTTP
internal import SmugNet

/// Takes what Lambda sends to a subscriber.
struct TelemetryListener: HTTPHandler {
    /// More than Lambda sends at a time: 1 MiB, and the record that went beyond it.
    private static let maxBytes = 8 * 1024 * 1024

    private let handler: LambdaExtension.Handler<[TelemetryRecord]>
    private let log: LambdaLog

    init(_ handler: @escaping LambdaExtension.Handler<[TelemetryRecord]>, log: LambdaLog) {
        self.handler = handler
        self.log = log
    }

    func handle(_ exchange: HTTPExchange) async {
        guard exchange.request.method == .post else {
            return await exchange.respond(HTTPResponse(.methodNotAllowed))
        }
        do {
            let body = try await exchange.collectBody(upTo: Self.maxBytes)
            let records = try TelemetryRecord.records(body)
            try await handler(records)
            await exchange.respond(HTTPResponse(.ok))
        } catch {
            log.error("telemetry was not taken", ErrorDocument(error).fields)
            await exchange.respond(HTTPResponse(.internalServerError))
        }
    }

    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        HTTPResponse(.badRequest, body: Array("\(fault)".utf8))
    }
}
