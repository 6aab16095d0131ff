import SmugLambda

/// Answers each request of a batch as soon as it can, and one kind of them bit by bit.
@main struct StreamedFunction {
    static func main() {
        streamingBatchAdapter { request, _ in
            guard let count = request.pathParameters["count"].flatMap({ Int($0) }), count < 100
            else {
                return .text("count to what?\n", status: 400)
            }
            return .stream(headers: ["content-type": "text/plain"]) { stream in
                for number in 1...max(count, 1) {
                    try await stream.write("\(number)\n")
                    try await LambdaRuntime.sleep(for: .milliseconds(20))
                }
            }
        }.run()
    }
}
