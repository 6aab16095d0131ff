import SmugLambda

/// What `benchmark/function` measures: greets in a few bytes, and answers HTTP events.
@main struct BenchFunction {
    static func main() {
        let http = httpAdapter { request, _ in
            .json(["path": request.path, "agent": request.headers["user-agent"]])
        }
        LambdaFunction { event, context in
            event.count < 64
                ? .bytes(Array("{\"greeting\":\"Hello\"}".utf8))
                : try await http.answer(to: event, context)
        }.run()
    }
}
