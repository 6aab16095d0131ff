import SmugAWS
import SmugCompression
import SmugHTTP
import SmugLoop
import SmugTelemetry

/// The way of traces to their collector, over libcurl.
struct OTLPTransport: SpanTransport {
    private static let maxResponseBytes = 65_536

    private let transport: any HTTPTransport
    private let loop: EventLoop
    private let url: String
    private let encoding: TraceEncoding
    private let compresses: Bool
    private let lines: [String]

    init(
        _ settings: TraceSettings, version: String, over transport: any HTTPTransport,
        on loop: EventLoop
    ) {
        self.transport = transport
        self.loop = loop
        url = settings.url
        encoding = settings.encoding
        compresses = settings.compresses
        var lines = [
            "expect:", "content-type: \(settings.encoding.contentType)",
            "user-agent: smug/\(version)",
        ]
        if settings.compresses { lines.append("content-encoding: gzip") }
        // Theirs may stand in for ours.
        let own = Set(settings.headers.map(\.name))
        lines.removeAll { line in own.contains(String(line.prefix { $0 != ":" })) }
        self.lines = lines + settings.headers.map { "\($0.name): \($0.value)" }
    }

    func send(_ body: [UInt8], timeout: Duration) async -> ExportAnswer {
        let content: [UInt8]
        do throws(CompressionError) {
            content = try await compressed(body)
        } catch {
            return .unreachable("the traces cannot be compressed: \(error)")
        }
        let request = OutgoingRequest(
            .post, url: url, fieldLines: lines, body: content, timeout: timeout,
            connectTimeout: min(timeout, .seconds(5)), maxResponseBytes: Self.maxResponseBytes)
        do throws(TransportError) {
            return answer(try await transport.perform(request))
        } catch {
            return .unreachable(error.message)
        }
    }

    private func answer(_ response: IncomingResponse) -> ExportAnswer {
        guard (200..<300).contains(response.status) else {
            let seconds = response.fields["retry-after"].flatMap { Int($0) }
            return .refused(
                status: response.status, retryAfter: seconds.flatMap { $0 < 0 ? nil : $0 })
        }
        return .taken(ExportResponse(response.body, encoding))
    }

    /// On another thread: the loop has requests to serve.
    private func compressed(_ body: [UInt8]) async throws(CompressionError) -> [UInt8] {
        guard compresses else { return body }
        let result = await loop.offload { () -> Result<[UInt8], CompressionError> in
            do throws(CompressionError) {
                return .success(try ContentCoding.gzip.encode(body))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
