import SmugLoop

@testable import SmugAWS

extension CredentialsContext {
    /// Nothing but these files, unless more is given; programs cannot be started.
    static func of(
        _ files: SharedFiles,
        transport: any HTTPTransport = ScriptedTransport { _, _ throws(TransportError) in
            throw TransportError(.connectFailed, "nobody is here")
        },
        run: @escaping Runner = { _ throws(LoopError) in
            throw LoopError(.notFound, call: "spawn", message: "no such program")
        }
    ) -> CredentialsContext {
        CredentialsContext(files: files, transport: transport, run: run) { 1_000 }
    }
}

extension IncomingResponse {
    /// What STS answers, for either of its actions.
    static func sts(
        key: String, action: String = "AssumeRole", until expiration: String
    ) -> IncomingResponse {
        IncomingResponse(
            200,
            """
            <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <\(action)Result><Credentials>
                <AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>s/\(key)</SecretAccessKey>
                <SessionToken>t/\(key)</SessionToken><Expiration>\(expiration)</Expiration>
              </Credentials></\(action)Result>
            </\(action)Response>
            """)
    }
}
