import SmugEvents
import SmugLambda

/// What `benchmark/function` feeds with an event of an HTTP API: with every member as a value, or,
/// where its argument is `http`, as a request.
@main struct BenchFunction {
    static func main() {
        if CommandLine.arguments.last == "http" {
            LambdaRuntime.run(http: { request, _ in
                .json(["path": request.path, "agent": request.headers["user-agent"]])
            })
        }
        LambdaFunction { (event: APIGatewayV2Request, _) in
            APIGatewayV2Response {
                $0.statusCode = 200
                $0.headers = ["content-type": "text/plain"]
                $0.body = "\(event.requestContext.http.method) \(event.rawPath)"
            }
        }.run()
    }
}
