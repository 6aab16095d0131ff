/// A function that runs as processes on this machine.
package struct LocalFunction: Hashable, Sendable {
    /// A variable of the function's environment.
    package struct Variable: Hashable, Sendable {
        /// Without `=` and NUL.
        package let name: String
        /// Without NUL; may be empty.
        package let value: String
    }

    /// A program that runs beside each process.
    package struct Extension: Hashable, Sendable {
        /// What it registers as.
        package let name: String
        /// The program and its arguments; never empty.
        package let command: [String]
    }

    /// Without alias or ARN.
    package let name: String
    /// The program and its arguments; never empty.
    package let command: [String]
    /// What the function sees as `_HANDLER`.
    package let handler: String
    /// In the order of the file.
    package let environment: [Variable]
    /// In the order of the file.
    package let extensions: [Extension]
    /// Processes at most.
    package let concurrency: Int
    /// Of one invocation.
    package let timeoutMilliseconds: Int
    /// What the function is told; nothing holds it to that.
    package let memoryMegabytes: Int
}

/// The keys of `Local`.
enum LocalKeys {
    static let functions = ManifestKey<[(key: String, value: PartialFunction)]>.required(
        "Functions",
        .map(
            keys: ManifestText("name", pattern: "^[A-Za-z0-9_-]{1,64}$"),
            of: LocalFunctionKeys.format
        ) { name throws(TextFault) in
            try FunctionName.checkBare(name)
        },
        example: "Functions: {}",
        "The functions that `--local` runs on this machine, by name.")

    static let section = ManifestSectionDeclaration("Local", [functions.declaration])

    static let format = ManifestFormat<[LocalFunction]>(shape: .section(section)) { cursor, list in
        guard let read = ManifestSection(cursor, section, &list) else { return nil }
        return read.value(functions, &list)?.map { $0.value.named($0.key) }
    }
}

/// A function whose name stands in the key that holds it.
struct PartialFunction: Sendable {
    let command: [String]
    let handler: String
    let environment: [LocalFunction.Variable]
    let extensions: [LocalFunction.Extension]
    let concurrency: Int
    let timeoutMilliseconds: Int
    let memoryMegabytes: Int

    func named(_ name: String) -> LocalFunction {
        LocalFunction(
            name: name, command: command, handler: handler, environment: environment,
            extensions: extensions, concurrency: concurrency,
            timeoutMilliseconds: timeoutMilliseconds,
            memoryMegabytes: memoryMegabytes)
    }
}
