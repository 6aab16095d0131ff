extension LambdaError {
    /// What an answer means, by the error's name, and by its status when the name says nothing.
    static func code(named name: String?, status: Int, throttled: Code) -> Code {
        guard let name else { return code(ofStatus: status, throttled: throttled) }
        switch name {
        case "TooManyRequestsException", "ThrottlingException", "Throttling",
            "RequestLimitExceeded", "ThrottledException", "SlowDown":
            return throttled
        default:
            return codes[name] ?? .unknown(name)
        }
    }

    private static func code(ofStatus status: Int, throttled: Code) -> Code {
        switch status {
        case 400, 405, 411, 415: .invalidRequest
        case 401, 403: .accessDenied
        case 402: .quotaExceeded
        case 404: .notFound
        case 409: .conflict
        case 413: .payloadTooLarge
        case 429: throttled
        case 500, 502, 503, 504: .service
        default: .unknown("")
        }
    }

    private static let codes: [String: Code] = [
        "InvalidParameterValueException": .invalidRequest,
        "InvalidRequestContentException": .invalidRequest,
        "ValidationException": .invalidRequest,
        "SerializationException": .invalidRequest,
        "UnsupportedMediaTypeException": .invalidRequest,
        "RecursiveInvocationException": .invalidRequest,
        "NoPublishedVersionException": .invalidRequest,
        "ModeNotSupportedException": .invalidRequest,
        "UnknownOperationException": .invalidRequest,

        "AccessDeniedException": .accessDenied,
        "AccessDenied": .accessDenied,
        "MissingAuthenticationTokenException": .accessDenied,
        "MissingAuthenticationToken": .accessDenied,
        "IncompleteSignatureException": .accessDenied,
        "IncompleteSignature": .accessDenied,
        "InvalidSignatureException": .accessDenied,
        "SignatureDoesNotMatch": .accessDenied,
        "UnrecognizedClientException": .accessDenied,
        "InvalidClientTokenId": .accessDenied,
        "OptInRequired": .accessDenied,
        "ExpiredTokenException": .credentialsExpired,
        "ExpiredToken": .credentialsExpired,

        "ServiceQuotaExceededException": .quotaExceeded,
        "ResourceNotFoundException": .notFound,
        "RequestTooLargeException": .payloadTooLarge,
        "SerializedRequestEntityTooLargeException": .payloadTooLarge,
        "RequestEntityTooLargeException": .payloadTooLarge,

        "ResourceConflictException": .conflict,
        "DurableExecutionAlreadyStartedException": .conflict,

        "SnapStartNotReadyException": .notReady,
        "SnapStartTimeoutException": .notReady,
        "SnapStartRegenerationFailureException": .notReady,
        "ResourceNotReadyException": .notReady,
        "CodeArtifactUserPendingException": .notReady,
        "EC2ThrottledException": .notReady,
        "EC2UnexpectedException": .notReady,
        "ENILimitReachedException": .notReady,
        "ENINotReadyException": .notReady,
        "SubnetIPAddressLimitReachedException": .notReady,
        "EFSMountConnectivityException": .notReady,
        "EFSMountTimeoutException": .notReady,
        "S3FilesMountConnectivityException": .notReady,
        "S3FilesMountTimeoutException": .notReady,
        "ServiceUnavailableException": .notReady,
        "ServiceUnavailable": .notReady,

        "SnapStartException": .misconfigured,
        "EC2AccessDeniedException": .misconfigured,
        "EFSMountFailureException": .misconfigured,
        "S3FilesMountFailureException": .misconfigured,
        "CodeArtifactUserDeletedException": .misconfigured,
        "CodeArtifactUserFailedException": .misconfigured,
        "RuntimeAliasDeletedException": .misconfigured,
        "RuntimeVersionDeletedException": .misconfigured,
        "InvalidRuntimeException": .misconfigured,
        "InvalidSecurityGroupIDException": .misconfigured,
        "InvalidSubnetIDException": .misconfigured,
        "InvalidZipFileException": .misconfigured,
        "KMSAccessDeniedException": .misconfigured,
        "KMSDisabledException": .misconfigured,
        "KMSInvalidStateException": .misconfigured,
        "KMSNotFoundException": .misconfigured,

        // The function may have been running when its file system failed.
        "EFSIOException": .service,
        "ServiceException": .service,
        "InternalFailure": .service,
        "InternalServerException": .service,
        "InternalError": .service,
    ]
}
