internal import SmugHTTP

/// Collects a response until it is whole.
final class WholeResponse: HTTPResponseReceiver {
    private unowned let connection: HTTPClientConnection
    private let limit: Int
    private let resume: (Result<HTTPResponse, any Error>) -> Void
    private var response = HTTPResponse(.ok)
    private var isTooLarge = false

    init(
        on connection: HTTPClientConnection, limit: Int,
        _ resume: @escaping (Result<HTTPResponse, any Error>) -> Void
    ) {
        self.connection = connection
        self.limit = limit
        self.resume = resume
    }

    func receive(_ head: HTTPResponseHead) {
        response = HTTPResponse(head.status, fields: head.fields)
    }

    func receive(_ part: Span<UInt8>) {
        guard part.count <= limit - response.body.count else {
            isTooLarge = true
            return connection.close()
        }
        unsafe part.withUnsafeBufferPointer {
            unsafe response.body.append(contentsOf: unsafe $0)
        }
    }

    func end(_ error: HTTPClientError?) {
        if isTooLarge { return resume(.failure(HTTPClientError.responseTooLarge(limit: limit))) }
        resume(error.map { .failure($0) } ?? .success(response))
    }
}
