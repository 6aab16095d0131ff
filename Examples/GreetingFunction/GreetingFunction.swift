import SmugLambda

/// Greets whoever the path names.
@main struct GreetingFunction {
    static func main() {
        LambdaRuntime.run(
            batchAdapter { request, _ in
                .json([
                    "greeting": "Hello, \(request.pathParameters["name"] ?? "world")!",
                    "method": request.method,
                    "tenant": request.headers["x-tenant-id"],
                ])
            })
    }
}
