package import SmugAWS
package import SmugLoop
package import SmugTelemetry

/// What a Lambda on this machine runs, where it listens, and whom it lets in.
package struct LocalLambdaSettings: Sendable {
    /// Each with a name of its own.
    package var functions: [LocalFunction]
    /// Port 0 takes a free one.
    package var listen: SocketAddress
    package var region: String
    /// Twelve digits, for the ARNs that functions see.
    package var accountID: String
    /// Whose signature a request must carry; `nil` lets everybody in.
    package var credentials: Credentials?
    /// Where `PATH`, `HOME` and the like of the functions' environment come from.
    package var baseEnvironment: [String: String]
    /// Called on a loop for each line that a function writes, without its line end.
    package var output: @Sendable (_ function: String, _ line: String) -> Void
    package var log: Log
    /// Whether every version and alias means the one that is there, instead of none.
    package var knowsEveryQualifier = false

    package init(
        functions: [LocalFunction], listen: SocketAddress, region: String,
        accountID: String = "123456789012", credentials: Credentials?,
        baseEnvironment: [String: String],
        output: @escaping @Sendable (_ function: String, _ line: String) -> Void,
        log: Log = Log(level: .error) { _ in }
    ) {
        self.functions = functions
        self.listen = listen
        self.region = region
        self.accountID = accountID
        self.credentials = credentials
        self.baseEnvironment = baseEnvironment
        self.output = output
        self.log = log
    }
}
