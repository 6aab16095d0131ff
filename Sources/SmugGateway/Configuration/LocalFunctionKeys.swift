internal import SmugLoop

/// The keys of one function in `Local.Functions`.
enum LocalFunctionKeys {
    static let command = ManifestKey<[String]>.required(
        "Command", commandFormat, example: "Command: ./my-function",
        "The program: words as in a shell with quotes but no expansion, or a list of words.")
    static let handler = ManifestKey<String>.defaulted(
        "Handler", .text, to: "handler", "What the function sees as `_HANDLER`.")
    static let environment = ManifestKey<[(key: String, value: String)]>.optional(
        "Environment", environmentFormat, "Variables for the function, beside Lambda's own.")
    static let extensions = ManifestKey<[(key: String, value: [String])]>.optional(
        "Extensions", extensionsFormat,
        "Extensions that run beside each process: the name that each registers as, and its command."
    )
    static let concurrency = ManifestKey<Int>.defaulted(
        "Concurrency", .integer(1...1000), to: 10, "Processes of the function at most.")
    static let timeoutMs = ManifestKey<Int>.defaulted(
        "TimeoutMs", .integer(1...900_000), to: 30_000, "The function's own time limit.")
    static let memoryMb = ManifestKey<Int>.defaulted(
        "MemoryMb", .integer(128...10_240), to: 128, "What the function is told it has.")

    static let section = ManifestSectionDeclaration(
        "LocalFunction",
        [
            command.declaration, handler.declaration, environment.declaration,
            extensions.declaration, concurrency.declaration, timeoutMs.declaration,
            memoryMb.declaration,
        ])

    static let format = ManifestFormat<PartialFunction>(shape: .section(section)) { cursor, list in
        guard let read = ManifestSection(cursor, section, &list) else { return nil }
        let command = read.value(command, &list)
        let handler = read.value(handler, &list)
        let variables = read.value(environment, &list) ?? []
        let extensions = read.value(extensions, &list) ?? []
        let concurrency = read.value(concurrency, &list)
        let timeout = read.value(timeoutMs, &list)
        let memory = read.value(memoryMb, &list)
        guard let command, let handler, let concurrency, let timeout, let memory else {
            return nil
        }
        return PartialFunction(
            command: command, handler: handler,
            environment: variables.map { LocalFunction.Variable(name: $0.key, value: $0.value) },
            extensions: extensions.map { LocalFunction.Extension(name: $0.key, command: $0.value) },
            concurrency: concurrency, timeoutMilliseconds: timeout, memoryMegabytes: memory)
    }

    private static let commandFormat = ManifestFormat<[String]>.either(
        .text("command", pattern: #"\S"#) { text throws(TextFault) in
            let words: [String]
            do throws(CommandWords.Fault) {
                words = try CommandWords.split(text)
            } catch {
                throw TextFault("\(error)", remedy: "quote it as in a shell")
            }
            return try checked(words)
        },
        orList: ManifestFormat(shape: .list(.text(.loose))) { cursor, list in
            let words = ManifestFormat.list(of: .looseText).read(cursor, &list)?.map(\.value)
            guard let words else { return nil }
            do throws(TextFault) {
                return try checked(words)
            } catch {
                list.add(cursor, error.message, remedy: error.remedy)
                return nil
            }
        })

    private static func checked(_ words: [String]) throws(TextFault) -> [String] {
        guard let program = words.first, !program.isEmpty else {
            throw TextFault("names no program", remedy: "start with the program to run")
        }
        guard !words.contains(where: \.holdsNUL) else {
            throw TextFault("holds a NUL character", remedy: "remove it")
        }
        return words
    }

    private static let extensionsFormat = ManifestFormat<[(key: String, value: [String])]>.map(
        keys: ManifestText("name", pattern: #"^[^/\x00]+$"#), of: commandFormat
    ) { name throws(TextFault) in
        guard !name.isEmpty, !name.contains("/"), !name.holdsNUL else {
            throw TextFault(
                "is not a name for an extension", remedy: "use what its file is called")
        }
    }

    private static let environmentFormat = ManifestFormat<[(key: String, value: String)]>.map(
        keys: ManifestText("NAME", pattern: #"^[^=\x00]+$"#), of: valueFormat
    ) { name throws(TextFault) in
        guard !name.isEmpty, !name.contains("="), !name.holdsNUL else {
            throw TextFault(
                "is not a name for a variable", remedy: "use letters, digits and `_`")
        }
    }

    private static let valueFormat = ManifestFormat<String>(shape: .text(.loose)) { cursor, list in
        guard let text = ManifestFormat.looseText.read(cursor, &list) else { return nil }
        guard !text.holdsNUL else {
            list.add(cursor, "holds a NUL character", remedy: "remove it")
            return nil
        }
        return text
    }
}

extension String {
    fileprivate var holdsNUL: Bool { utf8.contains(0) }
}
