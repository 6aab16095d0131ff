import SmugLambda

/// Answers a batch at once, when all of its requests are done.
@main struct WholeFunction {
    static func main() {
        batchAdapter(concurrency: 8) { request, context in
            guard let name = request.pathParameters["name"], name != "nobody" else {
                throw NobodyThere()
            }
            context.log.info("greeting", ["name": .string(name)])
            return .text("Hello, \(name)!\n")
        }.run()
    }
}

/// Its caller gets a 500, the log gets this, and the others of the batch get their answers.
struct NobodyThere: Error {}
