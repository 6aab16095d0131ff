import SmugLambda

/// Takes 50 ms for each request, as if it asked a database.
@main struct SlowFunction {
    static func main() {
        LambdaRuntime.run(
            batchAdapter { request, _ in
                try await LambdaRuntime.sleep(for: .milliseconds(50))
                return .json(["name": request.pathParameters["name"], "waited": "50 ms"])
            })
    }
}
