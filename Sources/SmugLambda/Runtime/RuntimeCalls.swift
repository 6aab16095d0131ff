internal import SmugHTTP

/// A call of the Runtime API: its head as it goes on the wire.
struct RuntimeCall: Sendable {
    let method: HTTPMethod
    /// Without what an emulator puts in front.
    let path: String
    let head: [UInt8]
}

/// Writes the heads of calls to one Runtime API.
struct RuntimeCalls: Sendable {
    private static let version = "/2018-06-01/runtime"

    private let basePath: String
    /// What every head ends with.
    private let common: [UInt8]
    /// The call for an event.
    let next: RuntimeCall
    /// The call that ends when the process was restored from its snapshot.
    let restore: RuntimeCall

    init(_ endpoint: RuntimeEndpoint) {
        let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
        basePath = endpoint.basePath
        common = Array("host: \(host):\(endpoint.port)\r\nuser-agent: smug-lambda\r\n".utf8)
        let (base, common) = (basePath, common)
        func get(_ path: String) -> RuntimeCall {
            let path = Self.version + path
            let line = Array("GET \(base)\(path) HTTP/1.1\r\n".utf8)
            return RuntimeCall(
                method: .get, path: path, head: line + common + Array("\r\n".utf8))
        }
        next = get("/invocation/next")
        restore = get("/restore/next")
    }

    /// The call that brings an answer.
    ///
    /// - Parameter count: the answer's bytes; `nil` for an answer in chunks.
    func response(to invocation: Invocation, contentType: String, count: Int?) -> RuntimeCall {
        post("/invocation/\(invocation.pathID)/response", invocation, contentType, count) { head in
            guard count == nil else { return }
            head +=
                """
                lambda-runtime-function-response-mode: streaming\r
                trailer: lambda-runtime-function-error-type, lambda-runtime-function-error-body\r\n
                """.utf8
        }
    }

    /// The call that brings an invocation's error.
    func error(_ error: ErrorDocument, of invocation: Invocation, count: Int) -> RuntimeCall {
        post("/invocation/\(invocation.pathID)/error", invocation, Self.errorType, count) {
            Self.append(error, to: &$0)
        }
    }

    /// The call that tells that the function cannot start.
    func initializationError(_ error: ErrorDocument, count: Int) -> RuntimeCall {
        post("/init/error", nil, Self.errorType, count) { Self.append(error, to: &$0) }
    }

    /// The call that tells that the function cannot go on after its restore.
    func restoreError(_ error: ErrorDocument, count: Int) -> RuntimeCall {
        post("/restore/error", nil, Self.errorType, count) { Self.append(error, to: &$0) }
    }

    private static let errorType = "application/vnd.aws.lambda.error+json"

    private static func append(_ error: ErrorDocument, to head: inout [UInt8]) {
        head += "lambda-runtime-function-error-type: \(error.fieldValue)\r\n".utf8
    }

    private func post(
        _ path: String, _ invocation: Invocation?, _ contentType: String, _ count: Int?,
        _ more: (inout [UInt8]) -> Void
    ) -> RuntimeCall {
        let path = Self.version + path
        var head: [UInt8] = []
        head.reserveCapacity(384)
        head += "POST ".utf8
        head += basePath.utf8
        head += path.utf8
        head += " HTTP/1.1\r\n".utf8
        head += common
        if let id = invocation?.context.invocationID {
            head += "lambda-runtime-invocation-id: \(id)\r\n".utf8
        }
        head += "content-type: ".utf8
        // A line break in it would end the field, and begin another.
        let isValue = contentType.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        head += (isValue ? contentType : "application/octet-stream").utf8
        head += "\r\n".utf8
        more(&head)
        if let count {
            head += "content-length: \(count)\r\n\r\n".utf8
        } else {
            head += "transfer-encoding: chunked\r\n\r\n".utf8
        }
        return RuntimeCall(method: .post, path: path, head: head)
    }
}
