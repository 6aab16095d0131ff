/// A function that runs as processes on this machine.
package struct LocalFunction: Sendable {
    /// What the Invoke API knows it by: no alias, no ARN.
    package var name: String
    /// The program, a path or a name that is looked for in `PATH`, and its arguments.
    package var command: [String]
    /// Added to what Lambda itself sets; it cannot replace the variables that Lambda reserves.
    package var environment: [String: String]
    /// Where its processes start; `nil` for this process's own directory.
    package var directory: String?
    /// What the function finds as its handler.
    package var handler: String
    /// What the function is told it has; nothing enforces it.
    package var memoryMegabytes: Int
    /// From the moment an invocation reaches the process to its answer; then the process is killed.
    package var timeout: Duration
    /// Processes at most, each of which serves one invocation at a time.
    package var concurrency: Int
    /// Programs that run beside each of its processes.
    package var extensions: [LocalExtension]

    package init(
        name: String, command: [String], environment: [String: String] = [:],
        directory: String? = nil, handler: String = "handler", memoryMegabytes: Int = 128,
        timeout: Duration = .seconds(30), concurrency: Int = 10, extensions: [LocalExtension] = []
    ) {
        precondition(!command.isEmpty, "a function without a program")
        precondition(concurrency > 0, "a function that may not run")
        self.name = name
        self.command = command
        self.environment = environment
        self.directory = directory
        self.handler = handler
        self.memoryMegabytes = memoryMegabytes
        self.timeout = timeout
        self.concurrency = concurrency
        self.extensions = extensions
    }
}

/// An external extension.
package struct LocalExtension: Sendable {
    /// What it registers as: in a layer the name of its file.
    package var name: String
    /// The program, a path or a name that is looked for in `PATH`, and its arguments.
    package var command: [String]

    package init(name: String, command: [String]) {
        precondition(!command.isEmpty, "an extension without a program")
        self.name = name
        self.command = command
    }
}
