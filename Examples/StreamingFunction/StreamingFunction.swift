import SmugLambda

/// Counts, and lets its caller see each number when it is there.
@main struct StreamingFunction {
    static func main() {
        LambdaFunction { _, context in
            .stream(contentType: "text/plain") { stream in
                for number in 1...3 {
                    try await stream.write("\(number)\n")
                    try await LambdaRuntime.sleep(for: .milliseconds(50))
                }
                context.log.info("counted", ["to": 3])
            }
        }.run()
    }
}
