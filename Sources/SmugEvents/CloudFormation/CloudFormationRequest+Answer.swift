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
        completed(
            CloudFormationResponse {
                $0.status = status
                configure(&$0)
            })
    }

    /// The answer with what it must have and lacks.
    ///
    /// The ids are CloudFormation's own, to be given back as they came; what is deleted is called
    /// what it was called.
    func completed(_ answer: CloudFormationResponse) -> CloudFormationResponse {
        var answer = answer
        answer.stackId = stackId
        answer.requestId = requestId
        answer.logicalResourceId = logicalResourceId
        answer.status = answer.status ?? .success
        if answer.physicalResourceId.isEmpty || requestType == .delete {
            // A creation that fails needs a name, too: CloudFormation deletes what it names.
            answer.physicalResourceId =
                physicalResourceId ?? "\(logicalResourceId)-\(requestId)"
        }
        if answer.status == .failed, answer.reason?.isEmpty != false {
            answer.reason = "the function gives no reason"
        }
        return answer
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
            answer = completed(try await body(self))
        } catch {
            answer = failure(reason: "\(error)")
        }
        try await upload(of: answer).send(over: put)
    }

    /// The upload of an answer; of a failure that says so where CloudFormation would not take it.
    private func upload(of answer: CloudFormationResponse) throws -> CloudFormationUpload {
        let url = responseURL ?? ""
        let name = answer.physicalResourceId.utf8.count
        if name > CloudFormationUpload.maxNameBytes {
            let most = CloudFormationUpload.maxNameBytes
            let reason = "the physical id has \(name) bytes, more than the \(most) that it may have"
            return try CloudFormationUpload(failure(reason: reason), to: url)
        }
        do {
            return try CloudFormationUpload(answer, to: url)
        } catch let error as CloudFormationUpload.TooLarge {
            var failure = failure(reason: error.description)
            // What was made goes by this name, under which CloudFormation deletes it again.
            failure.physicalResourceId = answer.physicalResourceId
            return try CloudFormationUpload(failure, to: url)
        }
    }
}
