import Testing

@testable import SmugAWS

@Suite struct LambdaErrorNamesTests {
    /// Every error that the service model lists for Invoke and InvokeWithResponseStream.
    @Test(arguments: [
        ("CodeArtifactUserDeletedException", 409),
        ("CodeArtifactUserFailedException", 409),
        ("CodeArtifactUserPendingException", 409),
        ("DurableExecutionAlreadyStartedException", 409),
        ("EC2AccessDeniedException", 502),
        ("EC2ThrottledException", 502),
        ("EC2UnexpectedException", 502),
        ("EFSIOException", 410),
        ("EFSMountConnectivityException", 408),
        ("EFSMountFailureException", 403),
        ("EFSMountTimeoutException", 408),
        ("ENILimitReachedException", 502),
        ("ENINotReadyException", 502),
        ("InvalidParameterValueException", 400),
        ("InvalidRequestContentException", 400),
        ("InvalidRuntimeException", 502),
        ("InvalidSecurityGroupIDException", 502),
        ("InvalidSubnetIDException", 502),
        ("InvalidZipFileException", 502),
        ("KMSAccessDeniedException", 502),
        ("KMSDisabledException", 502),
        ("KMSInvalidStateException", 502),
        ("KMSNotFoundException", 502),
        ("ModeNotSupportedException", 400),
        ("NoPublishedVersionException", 400),
        ("RecursiveInvocationException", 400),
        ("RequestTooLargeException", 413),
        ("ResourceConflictException", 409),
        ("ResourceNotFoundException", 404),
        ("ResourceNotReadyException", 502),
        ("RuntimeAliasDeletedException", 409),
        ("RuntimeVersionDeletedException", 409),
        ("S3FilesMountConnectivityException", 408),
        ("S3FilesMountFailureException", 403),
        ("S3FilesMountTimeoutException", 408),
        ("SerializedRequestEntityTooLargeException", 413),
        ("ServiceException", 500),
        ("ServiceQuotaExceededException", 402),
        ("SnapStartException", 400),
        ("SnapStartNotReadyException", 409),
        ("SnapStartRegenerationFailureException", 409),
        ("SnapStartTimeoutException", 408),
        ("SubnetIPAddressLimitReachedException", 502),
        ("TooManyRequestsException", 429),
        ("UnsupportedMediaTypeException", 415),
    ])
    func `Every error of the service model has a meaning of its own`(name: String, status: Int) {
        let error = LambdaError(
            status: status, errorType: name, retryAfter: nil, requestID: nil, body: [])
        if case .unknown = error.code { Issue.record("\(name) is not known") }
    }

    @Test(arguments: [
        (400, LambdaError.Code.invalidRequest), (401, .accessDenied), (402, .quotaExceeded),
        (403, .accessDenied), (404, .notFound), (409, .conflict), (413, .payloadTooLarge),
        (500, .service), (502, .service), (503, .service), (504, .service), (418, .unknown("")),
    ])
    func `Without a name the status decides`(status: Int, code: LambdaError.Code) {
        let throttled = LambdaError.Code.throttled(reason: nil)
        #expect(LambdaError.code(named: nil, status: status, throttled: throttled) == code)
    }
}
