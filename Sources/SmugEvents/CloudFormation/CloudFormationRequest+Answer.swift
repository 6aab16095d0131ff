public import SmugJSON

extension CloudFormationRequest {
    /// The answer that it was done.
    ///
    /// - Parameter physicalResourceId: what the resource is called from now on; by default as before,
    ///   or, on creation, after the request.
    public func success(
        physicalResourceId: String? = nil, data: Map<JSONValue>? = nil, noEcho: Bool? = nil
    ) -> CloudFormationResponse {
        answer(.success) {
            if let physicalResourceId { $0.physicalResourceId = physicalResourceId }
            $0.data = data
            $0.noEcho = noEcho
        }
    }

    /// The answer that it was not done, and why.
    public func failure(reason: String) -> CloudFormationResponse {
        answer(.failed) { $0.reason = reason }
    }

    private func answer(
        _ status: CloudFormationResponse.Status,
        _ configure: (inout CloudFormationResponse) -> Void
    ) -> CloudFormationResponse {
        CloudFormationResponse {
            $0.status = status
            // A creation that fails needs a name, too: CloudFormation deletes what it names.
            $0.physicalResourceId = self.physicalResourceId ?? "\(logicalResourceId)-\(requestId)"
            $0.stackId = stackId
            $0.requestId = requestId
            $0.logicalResourceId = logicalResourceId
            configure(&$0)
        }
    }

    /// Runs `body` and sends CloudFormation its answer, also where it throws.
    ///
    /// Without an answer a stack waits for an hour, and once more when it rolls back.
    ///
    /// - Parameter put: sends the upload over https and returns the status, or throws.
    /// - Throws: what `put` throws; ``CloudFormationUpload/Refused`` where the status is not 2xx.
    public func answer(
        over put: CloudFormationUpload.Transport,
        _ body: (Self) async throws -> CloudFormationResponse
    ) async throws {
        let answer: CloudFormationResponse
        do {
            answer = try await body(self)
        } catch {
            answer = failure(reason: "\(error)")
        }
        try await upload(of: answer).send(over: put)
    }

    private func upload(of answer: CloudFormationResponse) throws -> CloudFormationUpload {
        do {
            return try CloudFormationUpload(answer, to: responseURL ?? "")
        } catch EventContentError.tooLarge {
            let most = CloudFormationUpload.maxBytes
            let failure = failure(
                reason: "the answer has more than the \(most) bytes that CloudFormation takes")
            return try CloudFormationUpload(failure, to: responseURL ?? "")
        }
    }
}
