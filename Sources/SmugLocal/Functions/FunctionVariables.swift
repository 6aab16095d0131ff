/// The environment variables of a function's process, as Lambda sets them.
enum FunctionVariables {
    /// Taken over from our own environment where they are set there.
    ///
    /// Not the proxies: a runtime would ask them for the Runtime API.
    private static let inherited = ["PATH", "HOME", "LANG", "TMPDIR", "USER", "LD_LIBRARY_PATH"]
    /// What says who the function is in AWS; taken over all together.
    private static let identity = [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE",
    ]

    /// What is the same for all processes of a function.
    ///
    /// - Parameter directory: where the process starts.
    static func common(
        of function: LocalFunction, region: String, base: [String: String], directory: String
    ) -> [String: String] {
        var variables = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC",
            "LAMBDA_TASK_ROOT": directory, "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "AWS_REGION": region, "AWS_DEFAULT_REGION": region,
        ]
        for name in inherited { variables[name] = base[name] ?? variables[name] }
        variables.merge(credentials(base)) { $1 }
        variables.merge(function.environment) { $1 }
        variables.merge(reserved(function)) { $1 }
        return variables
    }

    /// What Lambda calls the log of one environment.
    struct LogStream {
        /// As `2026/01/02`.
        let day: String
        /// 32 hexadecimal digits.
        let instanceID: String

        var name: String { "\(day)/[$LATEST]\(instanceID)" }
    }

    /// What a process has of its own.
    ///
    /// - Parameter logStream: `2026/01/02/[$LATEST]` and 32 digits.
    static func own(runtimeAPI: String, logStream: String) -> [String: String] {
        ["AWS_LAMBDA_RUNTIME_API": runtimeAPI, "AWS_LAMBDA_LOG_STREAM_NAME": logStream]
    }

    private static func reserved(_ function: LocalFunction) -> [String: String] {
        [
            "_HANDLER": function.handler,
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(function.memoryMegabytes),
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/" + function.name,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        ]
    }

    /// Ours, so that a function may call AWS as its developer does; else some that open nothing,
    /// because SDKs refuse to start without any.
    private static func credentials(_ base: [String: String]) -> [String: String] {
        let ours = base.filter { identity.contains($0.key) && !$0.value.isEmpty }
        if ours["AWS_ACCESS_KEY_ID"] != nil || ours["AWS_PROFILE"] != nil { return ours }
        return ours.merging([
            "AWS_ACCESS_KEY_ID": "ASIASMUGLOCALEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "local-secret-of-no-use-elsewhere",
            "AWS_SESSION_TOKEN": "local-token-of-no-use-elsewhere",
        ]) { ours, _ in ours }
    }
}
